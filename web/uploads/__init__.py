"""What is sent in over HTTP: bodies become uploads, and whoever waits for one hears how far it is."""
