"""Folders become documents of the index, and stay so as they change."""
