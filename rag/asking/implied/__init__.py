"""What a question implies of the documents that are to answer: the days that they are of, and what they are."""
