"""Spreadsheets, as they show what is in them."""
