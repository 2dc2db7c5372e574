"""Reports for people, all drawn from one model, in Chinese or English.

::

    model.wanted_crops(result: DocumentResult) -> tuple[Place, ...]
    model.build(result: DocumentResult, crop: Callable[[Place], bytes | None] | None = None)
        -> Report
    html.render(report, lang="zh") -> str           html.write(path, report, lang="zh")
    xlsx.render([report, ...], lang="zh") -> bytes  xlsx.write(path, [report, ...], lang="zh")
    terminal.Look.of(stream) -> Look
    terminal.summary(report, lang="zh", look=Look()) -> str
    terminal.ledger(overview, lang="zh", look=Look()) -> str
    overview.entry(report, outcome=None, href=None) -> Entry
    overview.build(entries) -> Overview
    overview.report_name(result) -> str             (a safe, unique file name ending in .html)
    overview.render(overview, lang="zh") -> str     overview.write(path, overview, lang="zh")
    overview.write_xlsx(path, overview, lang="zh")

``crop`` returns a PNG of exactly the box it is given, without any margin of its own (the model
has padded the box and clipped it to the page, and lays marks over the picture by proportion),
or ``None`` where there is no picture. ``wanted_crops`` names every box beforehand, so that one
child process can draw them all; ``build`` then takes the finished mapping's ``get``. Without
``crop`` a report quotes the printed text instead.

``write`` functions leave a whole file with mode 0600 or raise UsageError ``cannot-write``. The
bytes follow from the results and the language alone. Strings for a terminal end in a newline
and hold no control characters but newlines and, where the look has colour, colour codes.
"""
