"""Search indexes in LanceDB, in a bucket or a folder that servers share, for an index whose truth is in PostgreSQL."""
