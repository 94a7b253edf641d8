"""The lists of English words, each of them once."""

__all__ = ["NOT_ASKED_FOR"]

NOT_ASKED_FOR = frozenset(
    "who what when where which why how whom whose is are was were do does did can could will would should may might has"
    " have had the a an of in on at to for by with from and or as it its i my me you your we our us tell please about"
    " there this that these those be been whats whos much many".split()
)
"""Words of a question that ask, and that no document is expected to have."""
