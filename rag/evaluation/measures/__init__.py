"""Measures of rankings and of confidence, and how far they can be trusted; Footnote is unknown here."""
