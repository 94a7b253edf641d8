"""The subcommands about questions."""

__all__ = ["COMMANDS"]

COMMANDS = {
    "ask": "rag.commands.ask:ask_command",
    "search": "rag.commands.ask:search_command",
    "replay": "rag.commands.replay:replay_command",
    "eval": "rag.commands.evaluate:eval_command",
    "calibrate": "rag.commands.calibrate:calibrate_command",
    "history": "rag.commands.history:history_command",
    "migrate": "rag.commands.migrate:migrate_command",
}
"""Where each command lies, by its name and in the order of the help."""
