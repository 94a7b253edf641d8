"""What must not hold up the server, and how much of it there may be at once."""
