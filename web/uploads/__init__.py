"""What is sent in, from its arrival to its place in the index."""
