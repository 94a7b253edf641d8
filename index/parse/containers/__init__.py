"""Files that hold files: ZIP, TAR, and what office formats and books are wrapped in."""
