"""What holds now: versions and editions of a document, and evidence in the order of its age."""
