"""Documents become chunks, chunks become vectors, vectors become stores; questions are unknown here."""
