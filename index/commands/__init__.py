"""The command line: the group ``footnote`` and its subcommands that need no question."""

__all__ = ["COMMANDS"]

COMMANDS = {
    "index": "index.commands.index:index_command",
    "watch": "index.commands.index:watch_command",
    "status": "index.commands.index:status_command",
    "documents": "index.commands.documents:documents_group",
    "verify": "index.commands.maintenance:verify_command",
    "backup": "index.commands.maintenance:backup_command",
    "follow": "index.commands.following:follow_command",
    "restore": "index.commands.maintenance:restore_command",
}
"""Where each command lies, by its name and in the order of the help."""
