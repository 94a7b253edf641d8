"""What holds the tables: a SQLite file in the folder of an index, or a PostgreSQL database that servers share."""
