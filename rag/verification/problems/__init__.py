"""What a sentence says otherwise than the words that it cites, a kind of difference a module."""
