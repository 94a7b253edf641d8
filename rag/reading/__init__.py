"""A model reads the best sentences beside the question."""
