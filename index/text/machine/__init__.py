"""Text that programs write or read: code, settings, data and logs; where it stands in a text, and its citable units."""
