"""Tables in a PostgreSQL database, which servers share. No other folder imports psycopg."""
