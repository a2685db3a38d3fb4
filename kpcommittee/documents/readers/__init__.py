"""One reader for each format, none of which shares anything with the writer."""
