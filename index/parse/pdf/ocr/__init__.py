"""Pages that are pictures: an engine recognises their words, and they become lines as those of other pages."""
