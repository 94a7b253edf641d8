"""The chat page and the JSON API: what answers look like from outside."""
