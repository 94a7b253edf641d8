"""Tables come by steps that only grow: an index's own, those of a stranger's file, and copies of them elsewhere."""
