"""A table of LanceDB's: one version of it to read, the newest to write, and what both know of it."""
