"""The subcommands about questions."""
