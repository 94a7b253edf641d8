"""Comparisons within one table: rows that a question names, and those with the least and the most."""
