"""From a question to an answer: find, compose, finish; alone or in a conversation."""
