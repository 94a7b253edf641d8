"""What speaks against evidence: orders in it, other views, newer ones, and what it does not mention."""
