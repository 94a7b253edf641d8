"""Tables of a PDF's pages: rows of cells, by the ruling lines of the page and by how its words stand."""
