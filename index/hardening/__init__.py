"""What guards against text, names, JSON and file modes that were made to harm."""
