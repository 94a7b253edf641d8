"""Sides that are versions of one document, or numbers of one series."""
