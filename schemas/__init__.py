"""What passes between the stages: frozen records, exact numbers, no input or output.

One module per stage, in the order of the pipeline: ``document`` → ``page`` → ``table`` →
``text`` → ``quantity`` → ``form`` → ``record`` → ``finding`` and ``rescore`` → ``result``.
Coordinates everywhere are points from the top left of the upright page.
"""
