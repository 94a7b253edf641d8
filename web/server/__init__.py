"""The server's sockets and connections."""
