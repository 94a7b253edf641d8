"""The command line: the group ``footnote`` and its subcommands that need no question."""
