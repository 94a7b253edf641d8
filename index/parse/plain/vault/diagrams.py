"""Diagrams that a text draws (Mermaid): what stands in their boxes, and what leads from one to another."""

import re
from collections.abc import Iterator

__all__ = ["diagram_words", "is_diagram"]

_FLOW = re.compile(r"\s*(?:flowchart|graph)\b[^\n;]*")
_SEQUENCE = re.compile(r"\s*sequenceDiagram\b[^\n;]*")
_SETTINGS = re.compile(r"\A\s*---\n.*?\n---[ \t]*\n", re.DOTALL)
_REMARK = re.compile(r"^[ \t]*%%[^\n]*$\n?", re.MULTILINE)
_LOOKS = re.compile(r"\s*(?:classDef|class|style|linkStyle|click|direction|end|accTitle|accDescr)\b")
_GROUP = re.compile(r"\s*subgraph\s+(?:[\w-]+\s*\[)?([^\]\n]*)\]?")
_BOX = re.compile(
    r"\s*([^\W_][\w.-]*?)(?=[\[({>@:&;\s]|[-=~.ox<]{2}|$)(?::::?[\w-]+)?"
    r"(?:@\{[^}]*\}|([\[({>]{1,3}[/\\]?)(?:\"([^\"\n]{0,500})\"|([^\"\n\])}]{0,500}))[/\\]?[\])}]{1,3})?(?::::?[\w-]+)?"
)
_ARROW = re.compile(
    r"\s*[<xo]?(?:--|==|-\.|~~~)"
    r"(?:[-=.]*[>xo]?\s*\|\"?([^|\n]{0,300}?)\"?\||(?<=--|==|-\.)\s+([^-=.|>\n][^|>\n]{0,300}?)\s+[-=.]{2,8}[>xo]?|[-=.~]*[>xo]?)"
)
_AND = re.compile(r"\s*&")
_PERSON = re.compile(r"\s*(?:create\s+)?(?:participant|actor)\s+(\S[^\n]{0,200}?)(?:\s+as\s+([^\n]{1,300}))?\s*$")
_MESSAGE = re.compile(
    r"\s*([^\s:>+-][^:>\n+-]{0,200}?)\s*<{0,2}--?[>x)]{1,2}\s*[+-]?\s*([^:\n]{1,200}?)\s*:\s*([^\n]+)"
)
_REMARK_ON = re.compile(r"\s*Note\s+(?:left of|right of|over)\s+([^:\n]{1,300}):\s*([^\n]+)", re.IGNORECASE)
_CASE = re.compile(r"\s*(?:alt|else|opt|loop|par|and|critical|option|break)\s+([^\n]+)")
_BREAK = re.compile(r"<br ?/?>|\\n", re.IGNORECASE)
_ENDS = ".!?… "
_MOST_LINES = 2_000
_MOST_BOXES = 50
"""In one line."""


def is_diagram(info: str) -> bool:
    """Tell whether a piece of code is a diagram, by what its fence says it is."""
    return info.strip().partition(" ")[0].strip("{}").lower() == "mermaid"


def diagram_words(code: str) -> str:
    """Return a flow chart as a line a step, “from → on what → to”, and a sequence as a line a message.

    Each box is called what stands in it. Other diagrams, and what is too large, stay as they are written.
    """
    code = _REMARK.sub("", _SETTINGS.sub("", code))
    lines = code.split("\n")
    flow, sequence = _FLOW.match(code), _SEQUENCE.match(code)
    begin, reader = flow or sequence, _flow if flow else _sequence
    if begin is None or len(lines) > _MOST_LINES:
        return code.strip("\n")
    return "\n".join(reader(code[begin.end() :].split("\n"))) or code.strip("\n")


def _flow(lines: list[str]) -> Iterator[str]:
    """Yield the steps of a flow chart in their order, a box that nothing leads to or from alone."""
    names: dict[str, str] = {}
    steps: list[list[str]] = []
    for line in (part for written in lines for part in written.split(";")):
        if _LOOKS.match(line):
            continue
        if group := _GROUP.match(line):
            steps.append([f'"{_clean(group[1])}"'])
            continue
        steps += _steps(line, names)
    told = {name for step in steps if len(step) > 1 for name in step}
    for step in steps:
        if len(step) > 1 or step[0] not in told:
            said = [names.get(part, part.strip('"')) for part in step if part]
            # A sentence would end at the mark, and tear the step apart.
            yield " → ".join([*(part.rstrip(_ENDS) or part for part in said[:-1]), said[-1]])


def _steps(line: str, names: dict[str, str]) -> list[list[str]]:
    """Return what a line leads from and to, and take in what its boxes say: box, words of the arrow, box."""
    steps: list[list[str]] = []
    before: list[str] = []
    place, words = 0, ""
    for _ in range(_MOST_BOXES):
        boxes: list[str] = []
        while box := _BOX.match(line, place):
            said = _clean(box[3] or box[4] or "")
            names[box[1]] = said or names.get(box[1], box[1])
            boxes.append(box[1])
            place = box.end()
            further = _AND.match(line, place)
            if further is None:
                break
            place = further.end()
        if not boxes:
            break
        steps += [[one, f'"{words}"' if words else "", other] for one in before for other in boxes]
        arrow = _ARROW.match(line, place)
        if arrow is None:
            steps += [] if before else [[box] for box in boxes]
            break
        before, place, words = boxes, arrow.end(), _clean(arrow[1] or arrow[2] or "")
    return steps


def _sequence(lines: list[str]) -> Iterator[str]:
    """Yield who says what to whom, a line a message."""
    names: dict[str, str] = {}
    for line in lines:
        if person := _PERSON.match(line):
            names[person[1]] = _clean(person[2] or person[1])
        elif remark := _REMARK_ON.match(line):
            about = ", ".join(names.get(each.strip(), each.strip()) for each in remark[1].split(","))
            yield f"{about}: {_clean(remark[2])}"
        elif message := _MESSAGE.match(line):
            sender, receiver = (names.get(each.strip(), each.strip()) for each in (message[1], message[2]))
            yield f"{sender} → {receiver}: {_clean(message[3])}"
        elif case := _CASE.match(line):
            yield _clean(case[1])


def _clean(text: str) -> str:
    return " ".join(_BREAK.sub(" ", text).strip(" \"'`/\\").split())
