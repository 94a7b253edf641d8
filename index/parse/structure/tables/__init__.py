"""Tables as lines of text: rows of cells, merged cells in each place, and one head."""
