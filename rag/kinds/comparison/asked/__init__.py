"""The sides that a question asks to compare, by its words."""
