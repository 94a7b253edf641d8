"""What each kind of question is answered with: a module for each, with one protocol."""
