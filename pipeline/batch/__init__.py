"""A folder of documents into a store: every file once, every failure named, nothing half done.

``work`` runs in the worker: a file name in, rows out. ``run`` is the parent: it looks at the
folder, asks the store what is there, hands out the rest, and is the only one who writes.
``reading`` is not here: a document is read as everywhere else (``pipeline.process``).
"""
