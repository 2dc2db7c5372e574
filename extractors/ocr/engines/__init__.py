"""One file an engine; see ``extractors.ocr.engine`` for what it holds."""
