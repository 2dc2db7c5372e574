"""What the files of a folder's overview are called."""

from __future__ import annotations

PAGE, BOOK, REPORTS = "index.html", "overview.xlsx", "reports"
