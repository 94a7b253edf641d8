"""SQLite, the truth: one file, its tables, and the lock that lets one writer in."""
