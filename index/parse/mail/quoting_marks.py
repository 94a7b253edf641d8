"""How mail programs announce what they quote, in the languages that people write mails in."""

import re
from collections.abc import Sequence

__all__ = [
    "attribution_lines",
    "head_lines",
    "is_forward_mark",
    "is_forward_subject",
    "is_history_mark",
    "is_sender_line",
    "is_sent_line",
    "subject_of",
]

_LONGEST_LINE = 300
"""Characters of a line that may announce a quotation."""

_MOST_ATTRIBUTION_LINES = 3
_MOST_HEAD_LINES = 8

_RULE = r"[-_*=\s]{0,40}"
_ORIGINAL = (
    "original message|original appointment|ursprüngliche nachricht|original-?nachricht|message d['’]origine"
    "|message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht"
    "|opprinnelig melding|oprindelig meddelelse|ursprungligt meddelande|originalmeddelande|alkuperäinen viesti"
    "|wiadomość oryginalna|původní zpráva|исходное сообщение|原始邮件|原始郵件|元のメッセージ"
)
_FORWARDED = (
    "(?:begin )?forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|message transféré"
    "|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|videresendt (?:melding|besked)"
    "|vidarebefordrat (?:meddelande|brev)|välitetty viesti|wiadomość przekazana|пересылаемое сообщение|转发邮件"
    "|転送メッセージ"
)
_ORIGINAL_MARK = re.compile(rf"[-_*=]{{2,40}}\s{{0,9}}(?:{_ORIGINAL}){_RULE}", re.IGNORECASE)
_FORWARD_MARK = re.compile(
    rf"[-_*=]{{2,40}}\s{{0,9}}(?:{_FORWARDED})\s?:?{_RULE}"
    r"|(?:begin forwarded message|anfang der weitergeleiteten nachricht)\s?:",
    re.IGNORECASE,
)
_SENDER = re.compile(
    r"\*?(?:from|von|de|da|van|fra|från|lähettäjä|od|от|发件人|寄件者|差出人)\s?\*?\s?[:：]\s?\*?\s{0,3}\S",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\*?(?:sent|date|gesendet|datum|envoyé(?: le)?|fecha|enviado(?: el)?|data|inviato|verzonden|sendt|dato|skickat"
    r"|lähetetty|päivämäärä|wysłano|odesláno|отправлено|дата|发送时间|日期|送信日時|日時)\s?\*?\s?[:：]\s?\*?\s{0,3}\S",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\*?(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|emne|ämne|aihe|temat|předmět|тема|主题|件名)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|vb|vl|vs|pd|doorst)\s*:", re.IGNORECASE)
_OTHER = re.compile(
    r"\*?(?:to|cc|bcc|reply-to|importance|attachments?|an|kopie|antwort an|anlagen|à|pour|para|a|aan|til|kopi|till"
    r"|vastaanottaja|kopio|do|dw|komu|кому|копия|收件人|抄送|宛先)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"wrote|writes|schrieb|geschrieben|a écrit|escribió|ha scritto|escreveu|schreef|skrev|kirjoitti|pisze"
    r"|napisał(?:\(?a\)?)?|napsal(?:\(?a\)?)?|написала?|пишет|写道|のメール|さんは書きました",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{4}|\d{1,2}[:.]\d{2}|\S@\S")
_ADDRESS = re.compile(r"\S@\S")
_TIMED = re.compile(r"\d{1,2}[:.h]\d{2}|\S@\S")
"""What programs write of a mail and people of a letter do not."""

_MARK = re.compile(r"[\s>]*")


def is_history_mark(line: str) -> bool:
    """Tell whether a line says that what stands below is the mail that is replied to."""
    return len(line) <= _LONGEST_LINE and _ORIGINAL_MARK.fullmatch(line.strip()) is not None


def is_forward_mark(line: str) -> bool:
    """Tell whether a line says that what stands below is a mail that is passed on."""
    return len(line) <= _LONGEST_LINE and _FORWARD_MARK.fullmatch(line.strip()) is not None


def is_forward_subject(subject: str) -> bool:
    """Tell whether a subject says that another mail is passed on (“Fwd:”)."""
    return _FORWARD_SUBJECT.match(subject) is not None


def subject_of(line: str) -> str:
    """Return what the “Subject:” of a mail's head says, in any language; nothing of any other line."""
    found = _SUBJECT.match(line.lstrip()) if len(line) <= _LONGEST_LINE else None
    return line.lstrip()[found.end() :].strip(" *") if found else ""


def is_sender_line(line: str) -> bool:
    """Tell whether a line is the “From:” of a mail's head, in any language."""
    return len(line) <= _LONGEST_LINE and _SENDER.match(line.lstrip()) is not None


def is_sent_line(line: str) -> bool:
    """Tell whether a line is the “Sent:” or “Date:” of a mail's head, in any language."""
    return len(line) <= _LONGEST_LINE and _SENT.match(line.lstrip()) is not None


def head_lines(lines: Sequence[str], start: int, *, is_announced: bool = False) -> int:
    """Return how many lines from one on are the head of a mail within a text (“From:”, “Sent:”, “To:”); 0 for none.

    Args:
        lines: of the text; blank ones may stand between those of a head that was a web page.
        start: number of the first line.
        is_announced: whether what stands above says that a mail follows; its head may begin with the subject then.
    """
    if not is_sender_line(lines[start]) and not (is_announced and _is_of_head(lines[start])):
        return 0
    taken, sent, addressed, written = 0, False, False, False
    for place in range(start, min(len(lines), start + 2 * _MOST_HEAD_LINES)):
        line = lines[place].lstrip()
        if not line:
            continue
        if is_sender_line(line) and not written:
            written = True
            addressed = addressed or _ADDRESS.search(line) is not None
        elif is_sent_line(line):
            sent = True
        elif _SUBJECT.match(line):
            addressed = True
        elif _OTHER.match(line):
            addressed = addressed or _ADDRESS.search(line[:_LONGEST_LINE]) is not None
        else:
            break
        taken = place - start + 1
    # A ticket says “From: Oslo” and “To: Bergen” too.
    return taken if written and sent and addressed and taken > 1 else 0


def _is_of_head(line: str) -> bool:
    return is_sent_line(line) or (len(line) <= _LONGEST_LINE and _SUBJECT.match(line.lstrip()) is not None)


def attribution_lines(lines: Sequence[str], start: int, *, is_marked: bool = True) -> int:
    """Return how many lines from one on say who wrote the quotation below and when (“On … wrote:”); 0 for none.

    Args:
        lines: of the text, marks of quotation at their beginning are passed over.
        start: number of the first line.
        is_marked: whether what stands below has marks of quotation; without them more is asked of the line.
    """
    told = _DATED if is_marked else _TIMED
    joined = ""
    for taken in range(1, _MOST_ATTRIBUTION_LINES + 1):
        if start + taken > len(lines) or not lines[start + taken - 1].strip(" \t>"):
            return 0
        line = lines[start + taken - 1]
        joined = f"{joined} {line[_MARK.match(line).end() :].rstrip()}".lstrip()  # type: ignore[union-attr]  # it matches nothing too
        if len(joined) > _LONGEST_LINE:
            return 0
        if joined.endswith((":", "：")):
            return taken if _WROTE.search(joined) and told.search(joined) else 0
    return 0
