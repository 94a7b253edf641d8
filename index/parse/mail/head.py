"""The heads of mails, read in time that grows with their length; the standard parser's grows with the square."""

from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import lru_cache
from typing import Any

from index.errors import UnreadableDocument

__all__ = ["policy_for"]

_LONGEST_PARSED = 20_000
"""Characters of a line of the head that is taken apart; a longer one, such as a list of people, counts as written."""

_LONGEST_OF_PART = 4_000
"""The same of those lines that say what a part is, which is cut: a name of 255 letters takes 2,300 at most
(RFC 2231, section 4)."""

_MOST_PARTS = 10_000
_PLAIN = EmailPolicy()


class _Policy(EmailPolicy):
    """The standard's policy, but for lines of the head that nobody writes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return name and value of a line as it stands in the file."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_OF_PART] if name.lower().startswith("content-") else value

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """Return a value, taken apart where it is short: the parser asks for the same ones many times."""
        return _parsed(name, value) if len(value) <= _LONGEST_PARSED else " ".join(value.split())

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a line as bytes, folded anew where it is short."""
        policy = _PLAIN if len(value) <= _LONGEST_PARSED else _PLAIN.clone(refold_source="none")
        return policy.fold_binary(name, value)


def policy_for(name: str) -> EmailPolicy:
    """Return what one mail is to be parsed by; raises ``UnreadableDocument`` when that has too many parts."""
    count = 0

    def part(policy: Any = None) -> EmailMessage:
        nonlocal count
        count += 1
        if count > _MOST_PARTS:
            raise UnreadableDocument(f"“{name}” has more than {_MOST_PARTS:,} parts", "Divide it")
        return EmailMessage(policy)

    return _Policy(message_factory=part)


@lru_cache(maxsize=32)
def _parsed(name: str, value: str) -> Any:
    return _PLAIN.header_fetch_parse(name, value)
