"""The dense search index: one vector a chunk, in FAISS; exact while that is fast, in lists of near ones beyond."""
