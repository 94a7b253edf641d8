"""A text's sentences, its language, and the words that people sort texts by."""
