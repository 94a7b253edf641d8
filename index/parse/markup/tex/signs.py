"""What TeX's commands for single signs stand for: accents over letters, Greek letters, operators."""

import unicodedata

__all__ = ["accented", "sign_of"]

_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
_SIGNS = {
    "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dots": "…", "ldots": "…", "textellipsis": "…", "cdots": "…", "vdots": "…",
    "LaTeX": "LaTeX", "TeX": "TeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "today": "",
    "S": "§", "P": "¶", "pounds": "£", "euro": "€", "texteuro": "€", "EUR": "€", "copyright": "©", "textcopyright": "©",
    "textregistered": "®", "texttrademark": "™", "dag": "†", "ddag": "‡", "textdegree": "°", "degree": "°",
    "celsius": "°C",
    "textbackslash": "\\", "backslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textbar": "|", "textless": "<", "textgreater": ">", "textbullet": "•", "textendash": "–", "textemdash": "—",
    "quad": " ", "qquad": " ", "space": " ", "enspace": " ", "thinspace": " ", "newline": "\n", "linebreak": "\n",
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "equiv": "≡", "propto": "∝", "ll": "≪", "gg": "≫",
    "to": "→", "rightarrow": "→", "longrightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔", "mapsto": "↦",
    "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "iff": "⇔", "implies": "⇒", "uparrow": "↑",
    "downarrow": "↓",
    "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "in": "∈", "notin": "∉",
    "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "cup": "∪", "cap": "∩", "emptyset": "∅", "forall": "∀",
    "exists": "∃",
    "neg": "¬", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨", "circ": "∘", "bullet": "•", "star": "⋆", "ast": "∗",
    "angle": "∠", "perp": "⊥", "parallel": "∥", "ell": "ℓ", "hbar": "ℏ", "prime": "′", "mid": "|", "vert": "|",
    "langle": "⟨", "rangle": "⟩", "lbrace": "{", "rbrace": "}", "checkmark": "✓", "square": "☐", "Box": "☐",
    "varepsilon": "ε", "vartheta": "ϑ", "varphi": "φ", "varrho": "ϱ", "varsigma": "ς", "omicron": "ο",
    "sin": "sin", "cos": "cos", "tan": "tan", "log": "log", "ln": "ln", "exp": "exp", "lim": "lim", "max": "max",
    "min": "min", "det": "det", "dim": "dim", "sup": "sup", "inf": "inf", "arg": "arg", "gcd": "gcd", "Pr": "Pr",
}  # fmt: skip


def sign_of(command: str) -> str | None:
    """Return what a command without its backslash prints by itself; None where it prints nothing of its own."""
    if command in _SIGNS:
        return _SIGNS[command]
    if len(command) < 2 or not command.isalpha():
        return None
    size = "CAPITAL" if command[0].isupper() else "SMALL"
    name = "LAMDA" if command.lower() == "lambda" else command.upper()
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {name}")
    except KeyError:
        return None


def accented(command: str, letters: str) -> str | None:
    """Return letters with an accent over the first; None where the command is none for an accent."""
    mark = _ACCENTS.get(command)
    if mark is None or not letters:
        return None
    first = _DOTLESS.get(letters[0], letters[0])
    return unicodedata.normalize("NFC", first + mark) + letters[1:]
