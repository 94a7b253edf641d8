"""The models that come with the installation: their files, and what a training changed in their weights."""
