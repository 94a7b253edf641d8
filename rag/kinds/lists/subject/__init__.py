"""What is said of somebody else than who is asked about: “What does the landlord repair?” is not what a tenant does."""
