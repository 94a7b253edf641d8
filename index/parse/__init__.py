"""Bytes become documents: a folder a family of formats, and what they all build documents from."""
