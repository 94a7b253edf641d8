"""A live index in one file, and an index out of such a file, which a stranger may have made."""
