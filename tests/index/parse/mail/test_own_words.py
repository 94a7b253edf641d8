"""A mail is what its sender wrote: quotes belong to another mail, and what programs add belongs to nobody."""

from email.message import EmailMessage

import pytest

from index.documents import Document
from index.parse.formats import read
from index.parse.mail.own_words import own_words
from index.parse.structure.blocks import Block

HISTORY = "Kari comes on Monday the 4th, and the bridge opens at seven."


def mail(body: str, subject: str = "Re: Bridge", kind: str = "plain") -> Document:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Liv Aas <liv@example.org>", "per@example.org", subject
    message["Date"] = "Tue, 12 May 2026 08:00:00 +0200"
    message.set_content(body, subtype=kind)
    (document,) = read(message.as_bytes(), "m.eml", "m.eml").documents
    return document


def said(body: str, subject: str = "Re: Bridge", kind: str = "plain") -> str:
    """Return a mail's text between its head and its addresses."""
    text = mail(body, subject, kind).text
    addresses = "\n\nFrom: Liv Aas <liv@example.org>\nTo: per@example.org"
    assert text.startswith(f"{subject}\n\nDate: 12 May 2026, 08:00\n\nFrom: Liv Aas\n\n")
    assert text.endswith(addresses)
    return text.split("\n\n", 3)[3].removesuffix(addresses)


@pytest.mark.parametrize(
    "announced",
    [
        "On Mon, 4 May 2026 at 16:40, Per Bø <per@example.org> wrote:",
        "On Mon, 4 May 2026 at 16:40, Per Bø <per.bo.of.the.harbour@example.org>\nwrote:",
        "Am 04.05.2026 um 16:40 schrieb Per Bø <per@example.org>:",
        "Le lun. 4 mai 2026 à 16:40, Per Bø <per@example.org> a écrit :",
        "El lun, 4 may 2026 a las 16:40, Per Bø (<per@example.org>) escribió:",
        "Il giorno lun 4 mag 2026 alle ore 16:40 Per Bø <per@example.org> ha scritto:",
        "Em seg., 4 de mai. de 2026 às 16:40, Per Bø <per@example.org> escreveu:",
        "Op ma 4 mei 2026 om 16:40 schreef Per Bø <per@example.org>:",
        "man. 4. mai 2026 kl. 16:40 skrev Per Bø <per@example.org>:",
        "ma 4. toukok. 2026 klo 16.40 Per Bø (per@example.org) kirjoitti:",
        "W dniu 4.05.2026 o 16:40, Per Bø pisze:",
    ],
)
def test_who_wrote_what_is_quoted_goes_with_the_quotation(announced: str) -> None:
    quoted = f"> {HISTORY}\n>\n> > It opens at six.\n"
    assert said(f"It opens at nine.\n\n{announced}\n{quoted}") == "It opens at nine."
    assert said(f"{announced}\n\n{quoted}\nIt opens at nine.\n") == "It opens at nine."
    assert said(f"It opens at nine.\n\n{announced}\n\n{HISTORY}\n") == "It opens at nine.", "without marks too"


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Per Bø\nSent: 4 May 2026 16:40\nTo: Liv Aas\nSubject: Bridge",
        "-----Ursprüngliche Nachricht-----\nVon: Per Bø\nGesendet: Montag, 4. Mai 2026 16:40\nAn: Liv\nBetreff: Brücke",
        "________________________________\nDe : Per Bø\nEnvoyé : lundi 4 mai 2026 16:40\nÀ : Liv\nObjet : Pont",
        "De: Per Bø\nEnviado: lunes, 4 de mayo de 2026 16:40\nPara: Liv Aas\nAsunto: Puente",
        "Van: Per Bø\nVerzonden: maandag 4 mei 2026 16:40\nAan: Liv Aas\nOnderwerp: Brug",
        "Fra: Per Bø\nSendt: mandag 4. mai 2026 16.40\nTil: Liv Aas\nEmne: Bro",
        "*From:* Per Bø\n*Sent:* Monday\n*To:* Liv\n*Subject:* Bridge",
        "发件人: Per Bø\n发送时间: 2026年5月4日 16:40\n收件人: Liv\n主题: 桥",
    ],
)
def test_a_mail_below_its_head_is_history(head: str) -> None:
    found = said(f"It opens at nine.\n\n{head}\n\n{HISTORY}\n")
    assert found.strip("_\n") == "It opens at nine."


def test_what_people_write_is_not_taken_for_the_head_of_a_mail() -> None:
    ticket = "From: Oslo\nDate: 4 May\nTo: Bergen"
    letter = "On 4 May 2026 he wrote:\n\nThe bridge is closed."
    assert said(f"Your ticket:\n\n{ticket}\n\nPlatform 4.") == f"Your ticket:\n\n{ticket}\n\nPlatform 4."
    assert said(f"Found it.\n\n{letter}") == f"Found it.\n\n{letter}"


def test_a_question_that_was_quoted_heads_its_answer_and_nothing_else_of_the_quotation_stays() -> None:
    body = (
        "On 4 May 2026, at 16:40, Per wrote:\n> It opened at six before. When does\n> it open now?\n\nAt nine.\n\n"
        "> I shall bring Kari.\n\nFine.\n\n> Is there coffee?\n"
    )
    document = mail(body)
    assert said(body) == "When does it open now?\n\nAt nine.\n\nFine."
    (section,) = [s for s in document.sections if s.heading.endswith("When does it open now?")]
    assert document.text[section.start : section.end] == "When does it open now?\n\nAt nine.\n\nFine."


def test_a_mail_that_is_passed_on_stays_below_who_wrote_it_and_when() -> None:
    head = "From: Kai Ro <kai@example.org>\nDate: Mon, 4 May 2026 at 16:40\nSubject: Mooring\nTo: Liv Aas"
    body = f"FYI\n\n---------- Forwarded message ---------\n{head}\n\nA mooring costs 300.\n\n-- \nKai Ro\nBoat Ltd\n"
    kept = "FYI\n\nFrom: Kai Ro <kai@example.org>\n\nDate: Mon, 4 May 2026 at 16:40\n\nA mooring costs 300."
    assert said(body) == kept
    outlook = body.replace("---------- Forwarded message ---------\n", "")
    assert said(outlook, "Fwd: Mooring") == kept
    assert said(outlook, "Re: Mooring") == "FYI"
    heading = next(s.heading for s in mail(body).sections if s.heading.endswith("16:40"))
    assert heading == "Re: Bridge › From: Kai Ro <kai@example.org> › Date: Mon, 4 May 2026 at 16:40"


def test_a_mail_without_own_words_is_what_it_quotes_without_marks() -> None:
    assert said(f"> > {HISTORY}\n") == HISTORY
    wrote = "On Mon, 4 May 2026 at 16:40, Per <per@example.org> wrote:"
    assert said(f"{wrote}\n\n{HISTORY}") == f"{wrote}\n\n{HISTORY}"


def test_of_a_signature_stays_how_to_reach_the_sender() -> None:
    signature = "-- \nLiv Aas\nBridge Ltd, Dock Road 4, 4001 Alder\nOrg. no. 987 654 321\nPhone: +47 51 22 33 44\n"
    assert said(f"It opens at nine.\n\n{signature}") == "It opens at nine.\n\nLiv Aas, Phone: +47 51 22 33 44"
    assert said("It opens at nine.\n\n--\nLiv Aas\nDock Road 4, 4001 Alder\n") == "It opens at nine."
    quoted = "".join(f"> {line}\n" for line in signature.split("\n"))
    assert said(f"It opens at nine.\n\nOn 4 May 2026, Per wrote:\n{quoted}") == "It opens at nine."


def test_two_dashes_above_a_long_text_are_no_signature() -> None:
    text = "First.\n--\n" + "\n".join(f"{number} is a number." for number in range(30))
    assert said(text) == text


@pytest.mark.parametrize(
    "note",
    [
        "This e-mail is confidential and intended solely for the addressee.\nCall 555-0100 if it is not for you.",
        "If you are not the intended recipient, delete it.",
        "Diese E-Mail kann vertrauliche Angaben enthalten.",
        "Sent from my telephone",
        "Von meinem iPhone gesendet",
    ],
)
def test_what_programs_and_companies_add_is_left_out(note: str) -> None:
    assert said(f"It opens at nine.\n\n{note}\n") == "It opens at nine."
    assert said(f"It opens at nine.\n\nBest,\nLiv\n{note}\n") == "It opens at nine.\n\nBest,\nLiv"


def test_a_mail_about_secrets_is_no_disclaimer() -> None:
    text = "The price is confidential until Friday, and this message may reach Kari late."
    assert said(text) == text


def test_quotations_in_web_pages_are_left_out_as_in_plain_text() -> None:
    gmail = (
        "<p>It opens at <b>nine</b>.</p><div class=gmail_quote><div>On 4 May 2026 at 16:40 Per &lt;"
        f"<a href=x>per@example.org</a>&gt; wrote:</div><blockquote class=gmail_quote>{HISTORY}</blockquote></div>"
    )
    outlook = (
        "<p>It opens at nine.</p><div><b>From:</b> Per<br><b>Sent:</b> Monday<br><b>To:</b> Liv<br>"
        f"<b>Subject:</b> Bridge</div><p>{HISTORY}</p>"
    )
    inline = (
        f"<blockquote type=cite>{HISTORY}<blockquote type=cite>Six.</blockquote></blockquote><p>It opens at nine.</p>"
    )
    assert [said(page, kind="html") for page in (gmail, outlook, inline)] == ["It opens at nine."] * 3
    poem = "<p>Read this:</p><blockquote><p>O bridge.</p></blockquote>"
    assert said(poem, kind="html") == "Read this:\n\nO bridge."


def test_a_page_in_a_mail_is_headed_below_the_mail_s_own_head() -> None:
    document = mail("<h1>Prices</h1><p>Nine crowns.</p><h2>Boats</h2><p>Two.</p>", "News", "html")
    above = "News › Date: 12 May 2026, 08:00 › From: Liv Aas"
    assert [section.heading for section in document.sections[3:5]] == [f"{above} › Prices", f"{above} › Prices › Boats"]


def test_blocks_of_which_nothing_goes_stay_as_they_were() -> None:
    table = Block("a | b\n1 | 2", is_table=True)
    assert own_words([table, Block("> c"), Block("d")]) == [table, Block("d")]


PASSED_ON = (
    "From: Per Bø <per@example.org>\nSubject: Bridge\nDate: 4 May 2026 at 16:40\nTo: Liv Aas\n\nIt opens at six."
)


@pytest.mark.parametrize("subject", ["Fwd: Bridge", "Bridge"])
def test_a_mail_passed_on_within_marks_of_quotation_stays_below_the_words_about_it(subject: str) -> None:
    marked = "\n".join(
        f"> {line}" for line in f"Begin forwarded message:\n\n{PASSED_ON}\n> It opened at five.".split("\n")
    )
    words = said(f"Look at this.\n\n{marked}\n", subject)
    assert words == "Look at this.\n\nFrom: Per Bø <per@example.org>\n\nDate: 4 May 2026 at 16:40\n\nIt opens at six."


def test_what_was_passed_on_in_the_mail_that_is_replied_to_is_history() -> None:
    marked = "\n".join(f"> {line}" for line in f"Begin forwarded message:\n\n{PASSED_ON}".split("\n"))
    assert said(f"Thank you.\n\nOn Mon, 4 May 2026 at 16:40, Per Bø <per@example.org> wrote:\n{marked}") == "Thank you."


def test_a_web_page_of_a_mail_keeps_whose_words_are_quoted_within_what_is_passed_on() -> None:
    page = (
        "<p>Look at this.</p><blockquote type='cite'><p>Begin forwarded message:</p>"
        "<p><b>From: </b>Per Bø &lt;per@example.org&gt;<br><b>Date: </b>4 May 2026 at 16:40</p><p>It opens at six.</p>"
        "<blockquote type='cite'><p>It opens at five.</p></blockquote></blockquote>"
    )
    words = said(page, "Fwd: Bridge", "html")
    assert words == "Look at this.\n\nFrom: Per Bø <per@example.org>\n\nDate: 4 May 2026 at 16:40\n\nIt opens at six."


def test_a_mail_that_was_passed_on_twice_is_kept_whole() -> None:
    inner = "From: Ada Moe <ada@example.org>\nSent: 3 May 2026 09:00\nTo: Per Bø\nSubject: Bridge\n\nIt opens at six."
    outer = "From: Per Bø <per@example.org>\nSent: 4 May 2026 16:40\nTo: Liv Aas\nSubject: Fw: Bridge\n\nSee below."
    words = said(f"Look.\n\n{outer}\n\n________________________________\n{inner}", "Fwd: Fw: Bridge")
    assert "See below." in words
    assert words.endswith("From: Ada Moe <ada@example.org>\n\nSent: 3 May 2026 09:00\n\nIt opens at six.")
    assert "____" not in words


def test_the_head_of_what_is_announced_may_begin_with_its_subject() -> None:
    head = "Betreff: \tBrücke\nDatum: \tMon, 4 May 2026 16:40:00 +0200\nVon: \tPer Bø <per@example.org>\nAn: \tLiv"
    words = said(f"Zur Info.\n\n-------- Weitergeleitete Nachricht --------\n{head}\n\nIt opens at six.", "Fwd: Brücke")
    assert words.startswith("Zur Info.\n\nVon: Per Bø <per@example.org>\n\nDatum: Mon, 4 May")
    assert "Betreff" not in words
    assert words.endswith("It opens at six.")


def test_the_line_between_an_answer_and_the_mail_below_is_no_text() -> None:
    head = "Von: Per Bø\nGesendet: Montag, 4. Mai 2026 16:40\nAn: Liv Aas\nBetreff: Brücke"
    assert said(f"It opens at nine.\n\n________________________________\n{head}\n\n{HISTORY}") == "It opens at nine."


def test_a_question_heads_its_answer_though_something_was_said_behind_it() -> None:
    words = said("> Who pays for it?\n> I should like to know.\n\nThe parish does.")
    assert words == "Who pays for it?\n\nThe parish does."


def test_a_line_of_dashes_above_contacts_begins_a_signature_and_another_does_not() -> None:
    rule = "-" * 28
    signed = f"It opens at nine.\n\n{rule}\nLiv Aas\nHead of bridges\nTel.: +47 22 12 34 56\n"
    assert said(signed) == "It opens at nine.\n\nLiv Aas, Tel.: +47 22 12 34 56"
    divided = f"It opens at nine.\n\n{rule}\nCall +47 22 12 34 56 if it does not.\nThen it is stuck."
    assert said(divided) == divided


def test_questions_that_were_asked_together_head_one_answer() -> None:
    body = "Hi,\n\n> We may go. Who pays?\n> And how much is it?\n> Thanks.\nThe club pays, 400 kr.\n"
    assert said(body) == "Hi,\n\nWho pays? And how much is it?\n\nThe club pays, 400 kr."
