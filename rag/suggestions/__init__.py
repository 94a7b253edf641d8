"""Questions that can be asked of one's own documents."""
