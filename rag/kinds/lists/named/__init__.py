"""Lists that a question names: rows by a cell or by columns, sections by their heading, items by their label."""
