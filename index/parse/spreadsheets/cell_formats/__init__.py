"""What a workbook says of how its cells are shown, and numbers, dates and durations as that shows them."""
