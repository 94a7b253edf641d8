"""What the groups of a file in Rich Text Format are for (specification 1.9.1, “Destination”)."""

__all__ = ["COLLECTED", "STORIES", "is_left_out"]

STORIES = frozenset({"footnote", "annotation", "shptxt", "dptxbxtext"})
"""Groups that have paragraphs of their own: notes, comments, text boxes."""

COLLECTED = frozenset("title author listtext pntext atnauthor fonttbl stylesheet creatim revtim formfield ffl".split())
"""Groups whose words say something of the file or of a paragraph."""

_KNOWN = frozenset({"shpinst", "do", "moMath", "moMathPara"}) | STORIES | COLLECTED
"""Groups that are read though programs that do not know them may leave them out."""

_NOT_TEXT = frozenset(
    "atndate atnid atnref atntime bkmkend bkmkstart category colortbl comment company doccomm falt fldinst fname "
    "fontemb footer footerf footerl footerr ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc header headerf headerl "
    "headerr keywords listtable listoverridetable manager nonesttables nonshppict objclass objdata objname operator "
    "passwordhash pict printim buptim private pxe revtbl rxe shprslt sp subject tc template txe userprops xe "
    "xmlnstbl upr".split()
)
"""Groups that say how things look or belong to no paragraph: running heads, pictures, terms of an index. Of ``upr`` the
second half is read, which is the same in Unicode."""


def is_left_out(word: str, *, has_star: bool) -> bool:
    """Tell whether nothing of the group that begins with a control word is text.

    Args:
        word: that control word.
        has_star: whether programs that do not know it are told to leave the group out.
    """
    is_of_formula = word.startswith("m") and word.endswith("Pr")
    return word in _NOT_TEXT or is_of_formula or (has_star and word not in _KNOWN)
