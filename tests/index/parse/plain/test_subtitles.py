"""Subtitles are what is said, a paragraph a turn."""

from index.parse.formats import parse


def test_dashes_begin_turns_and_the_head_may_have_a_title() -> None:
    written = (
        "WEBVTT - Board meeting\n\n00:01.000 --> 00:02.000\n<v Ina Lund>Good <b>morning</b>.\n\n"
        "00:02.000 --> 00:03.000\n- Who pays?\n- The club.\n\n00:03.000 --> 00:04.000\n<v Ina Lund>Fine - then.\n"
    )
    document = parse(written.encode(), "s", "a.vtt")[0]
    assert document.title == "Board meeting"
    assert document.text == "Ina Lund: Good morning.\n\n- Who pays?\n\n- The club.\n\nIna Lund: Fine - then."


def test_places_on_the_picture_are_no_words() -> None:
    written = (
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Hello</i> there\n\n2\n00:00:02,000 --> 00:00:03,000\n-5 degrees.\n"
    )
    assert parse(written.encode(), "s", "a.srt")[0].text == "Hello there -5 degrees."


def test_subtitles_are_what_is_said() -> None:
    cues = ("<v Ada>It <i>froze</i>,", "<v Ada>you see.", "<v Ben>Yes &amp; no.")
    timed = (f"{n}\n00:0{n}.000 --> 00:0{n}.900\n{cue}" for n, cue in enumerate(cues))
    vtt = "\n\n".join(["WEBVTT", "NOTE not said", *timed])
    [document] = parse(vtt.encode(), "s", "talk.vtt")
    assert document.text == "Ada: It froze, you see.\n\nBen: Yes & no."
