"""What tells the kinds of questions, and how it is taught."""
