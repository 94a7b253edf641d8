"""What is known of English: kinds of words, quantities, phrases."""
