"""Where a page's characters and lines come from: one file per library, found by its folder."""
