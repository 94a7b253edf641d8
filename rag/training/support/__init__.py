"""How the check of written sentences is fitted."""
