"""Rows of tables as evidence: what their cells are called, and which of them are asked for."""
