"""reStructuredText, that of Sphinx too."""
