"""Raised and lowered letters of pages: which they are, and how they are written."""
