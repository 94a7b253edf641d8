"""Text with marks other than Markdown's: Org, AsciiDoc, reStructuredText and TeX."""
