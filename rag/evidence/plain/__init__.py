"""What answers so plainly that no reader need judge it: rows, clauses and headings that a question singles out."""
