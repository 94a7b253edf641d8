"""Questions become passages, passages become evidence, evidence becomes answers; HTTP is unknown here."""
