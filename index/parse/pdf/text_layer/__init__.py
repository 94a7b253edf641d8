"""The text that a PDF page has: its letters, where they stand, and the lines that they make."""
