"""Where parsers run: processes, one a file, that gave up the user's files, the network, and every other power."""
