"""TeX, as LaTeX prints it."""
