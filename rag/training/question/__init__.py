"""How the encoder of questions is taught."""
