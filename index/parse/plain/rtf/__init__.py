"""Rich Text Format: its marks, its letters, and the paragraphs and tables that they make (specification 1.9.1)."""
