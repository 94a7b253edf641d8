"""PDF: words become lines, lines paragraphs, in the order in which people read them."""
