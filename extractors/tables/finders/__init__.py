"""Ways to find the printed grids of a page: one file each, found by their folder."""
