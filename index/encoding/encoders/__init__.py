"""What makes vectors: the bundled model, any of sentence-transformers, and one without meaning for tests."""
