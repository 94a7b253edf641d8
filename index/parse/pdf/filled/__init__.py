"""What people put into a PDF and onto its pages: the values of its forms, and their notes."""
