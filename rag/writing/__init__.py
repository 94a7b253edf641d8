"""From evidence to the sentences of an answer: the evidence itself, or what a language model writes of it."""
