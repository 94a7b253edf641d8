"""A question that leans on what was said before, made one that stands alone."""
