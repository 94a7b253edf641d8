"""What every parser builds documents from: blocks, tables, lists, titles, dates, characters."""
