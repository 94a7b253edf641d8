"""What programs and companies put below a mail: signatures, “sent from”, disclaimers."""

import re
from collections.abc import Sequence

__all__ = ["contact_line", "is_closing_note", "is_signature_mark"]

_LONGEST_NOTE = 4_000
_LONGEST_LINE = 200
_MOST_CONTACTS = 4

_MARK = "--"
_NUMBER = re.compile(r"(?:\+|\(?0|\b[1-9])(?:[ ().\-/\u00a0–]{0,3}\d){6,14}(?!\d)")
_LABELLED = re.compile(
    r"(?<!\w)(?:tel|tél|tlf|telefon|telephone|téléphone|teléfono|telefono|telefone|telefoon|phone|mobile?|mobil|handy|cell|fon|puh"
    r"|móvil|portable|direct|office|work|t|m|p|тел|电话|電話|📞|☎)\.?\s?[:：]?\s?[\d+(]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;.]{2,24}")
_NOTE = re.compile(
    r"sent from my \w|get outlook for|von meinem \w+ gesendet|gesendet mit der|envoyé de(?:puis)? mon|enviado desde mi"
    r"|inviato da(?:l mio)? |enviado do meu|verzonden vanaf|verstuurd vanaf|sendt fra min|skickat från min",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\b(?:this|the information in this) (?:e-?mail|message|communication)\b.{0,200}?"
    r"\b(?:confidential|privileged|intended (?:only|solely|for)|may not be|unauthori[sz]ed)"
    r"|\bif you (?:are not the intended|have received this (?:e-?mail|message))"
    r"|\bplease consider the environment before|\bthink before you print"
    r"|\bdiese (?:e-?mail|nachricht)\b.{0,200}?\b(?:vertraulich|ausschließlich)"
    r"|\bce(?:t e-?mail| message| courriel)\b.{0,200}?\b(?:confidentiel|destinataire)"
    r"|\beste (?:mensaje|correo)\b.{0,200}?\b(?:confidencial|destinatario)"
    r"|\best[ae] (?:mensagem|e-?mail)\b.{0,200}?\b(?:confidencia|destinatári)"
    r"|\bquest[oa] (?:messaggio|e-?mail)\b.{0,200}?\b(?:riservat|destinatari)"
    r"|\bdit bericht\b.{0,200}?\bvertrouwelijk"
    r"|\bdenne (?:e-?posten|meldingen|mailen|e-?mail)\b.{0,200}?\b(?:konfidensiell|fortrolig)",
    re.IGNORECASE | re.DOTALL,
)


def is_signature_mark(line: str) -> bool:
    """Tell whether a line divides a mail from its signature, such as “-- ”."""
    return line.strip() == _MARK


def is_closing_note(paragraph: str) -> bool:
    """Tell whether a paragraph is what a program or a company adds: “Sent from my …”, a disclaimer."""
    text = paragraph[:_LONGEST_NOTE].strip()
    return (len(text) <= _LONGEST_LINE and _NOTE.match(text) is not None) or _DISCLAIMER.match(text) is not None


def contact_line(signature: Sequence[str]) -> str:
    """Return whose signature it is and how to reach them, on one line; nothing where it gives no number or address.

    The rest of a signature is of no question: a house number or a register's is no telephone's.

    Args:
        signature: its lines.
    """
    lines = [line.strip() for line in signature if line.strip()]
    short = [line for line in lines if len(line) <= _LONGEST_LINE and not is_closing_note(line)]
    contacts = [line for line in short if _is_contact(line)]
    if not contacts:
        return ""
    name = [] if short[0] in contacts else [short[0]]
    return ", ".join([*name, *contacts[:_MOST_CONTACTS]])


def _is_contact(line: str) -> bool:
    has_number = _NUMBER.search(line) is not None and (_LABELLED.search(line) is not None or line.lstrip()[:1] == "+")
    return has_number or _ADDRESS.search(line) is not None
