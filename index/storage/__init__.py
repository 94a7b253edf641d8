"""SQLite or PostgreSQL, the truth: databases that let one writer in, their tables, and the steps that make these."""
