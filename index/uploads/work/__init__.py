"""The work on what was sent in: which upload is next, and its way into the index."""
