"""Rows of tables as lines of a text, and the heads that name their columns."""
