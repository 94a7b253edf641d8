"""Formats that hold records: JSON Lines, CSV, notebooks."""
