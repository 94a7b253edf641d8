"""An index's database, in its folder or on a server, and the lock that lets one writer in."""
