"""How sentences of any language are taught to lie near the questions that they answer."""
