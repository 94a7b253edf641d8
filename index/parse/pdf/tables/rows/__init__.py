"""Which pieces of lines are one row of a table."""
