"""Jobs: what was sent in and waits for its turn, how it comes in, and who is given it."""
