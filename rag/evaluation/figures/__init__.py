"""What questions gave when they were asked, in figures: measured, kept, compared and shown."""
