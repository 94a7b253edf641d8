"""The days that a question implies, in its own language."""
