"""What the API takes and gives that is not one of the lower layers' own dataclasses, with examples."""
