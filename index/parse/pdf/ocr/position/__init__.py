"""How the picture of a page lies: which way it is turned, and how far it is askew."""
