"""Letters that stand above or below the base line of a PDF's text: which they are, and what they mean."""
