"""The subcommands of the web layer."""

__all__ = ["COMMANDS"]

COMMANDS = {
    "serve": "web.commands.serving:serve_command",
    "work": "web.commands.working:work_command",
    "mcp": "web.commands.serving:mcp_command",
}
"""Where each command lies, by its name and in the order of the help."""
