"""How the reader is taught."""
