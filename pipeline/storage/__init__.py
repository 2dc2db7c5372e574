"""The store: every document once, its full result as JSON, and tidy tables beside it.

``tables`` names every table and column with a comment (the data dictionary is made of them),
``rows`` turns a result into rows, ``store`` opens, writes and reads, ``corrections`` keeps what
people have put right, ``frames`` gives pandas frames, ``export`` writes files.
SQLAlchemy is imported in this package and nowhere else.
"""
