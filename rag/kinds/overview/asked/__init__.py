"""What an overview is wanted of, in which words, and how long."""
