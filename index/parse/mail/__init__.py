"""Mail: its text and what is attached to it."""
