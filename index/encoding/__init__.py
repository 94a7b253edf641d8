"""Documents become chunks, and chunks become vectors."""
