"""What can be written in several ways, in the one form that it is found by: dates, amounts and codes."""
