"""One reader for each kind of section; all of them write into one draft of the record."""
