"""SQLite, the truth: files whose tables come by migrations, those of an index, and the lock that lets one writer in."""
