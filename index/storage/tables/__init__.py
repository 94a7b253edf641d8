"""What is read and written of each table."""
