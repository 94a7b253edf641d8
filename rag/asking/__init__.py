"""From a question to an answer: understand it, investigate, compose."""
