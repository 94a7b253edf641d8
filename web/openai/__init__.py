"""OpenAI's API for chats, so that what speaks it can ask Footnote."""
