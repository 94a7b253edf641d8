"""What is asked, and what can be found for it before an answer is made."""
