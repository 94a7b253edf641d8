"""What an answer is, and how it is shown as text and in notebooks."""
