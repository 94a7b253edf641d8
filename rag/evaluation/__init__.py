"""How good the answers are: question sets, measures, runs that are compared."""
