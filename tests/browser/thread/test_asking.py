"""A reader asks, sees the answer, and opens the exact words behind it: by mouse, by keyboard, without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from index.documents import document_id
from index.store import Index
from rag.answers.answer import NO_ANSWER
from web.words import pieces

Ask = Callable[[Page, str], dict[str, Any]]
Open = Callable[..., Page]

HARBOUR = "How many containers will the port of Puerto Almendro move a year?"
LANTERN = "Who founded the tea house of the paper lantern?"
HALF = "How many containers will the port of Puerto Almendro move a year, and who composed its anthem?"
UNANSWERABLE = "At which temperature does helium melt?"


def citations(answer: dict[str, Any]) -> list[dict[str, Any]]:
    found = [citation for sentence in answer["sentences"] for citation in sentence["citations"]]
    assert found, answer
    return found


def focus(page: Page) -> Locator:
    return page.locator(":focus")


def is_on_screen(page: Page, inner: str, outer: str) -> bool:
    """Tell whether the first of some elements begins inside of another one and of the window."""
    return bool(
        page.evaluate(
            """([inner, outer]) => {
                const [a, b] = [inner, outer].map((name) => document.querySelector(name).getBoundingClientRect());
                return a.top >= b.top && a.top < b.bottom && a.top >= 0 && a.top < innerHeight;
            }""",
            [inner, outer],
        )
    )


@pytest.mark.parametrize("question", [HARBOUR, LANTERN])
def test_every_mark_opens_exactly_the_words_that_it_cites(page: Page, ask: Ask, question: str) -> None:
    """The tea house's document has emoji, an astral letter and CJK before and in the cited words."""
    answer = ask(page, question)
    marks = page.locator(".prose .mark")
    assert marks.count() == len(citations(answer))
    for place, citation in enumerate(citations(answer)):
        marks.nth(place).click()
        expect(page.locator("#panel-title")).to_have_text(citation["title"])
        assert "".join(page.locator("#panel-text mark").all_inner_texts()) == citation["quote"]
        assert is_on_screen(page, "#panel-text mark", "#panel-body")
        document = page.request.get(f"/api/documents/{citation['document_id']}").json()
        assert page.locator("#panel-text").text_content() == document["text"]


def test_the_answer_reads_as_the_api_gives_it_with_its_footnotes_below(page: Page, ask: Ask) -> None:
    answer = ask(page, HARBOUR)
    said = page.locator(".prose").evaluate(
        "(prose) => { const copy = prose.cloneNode(true);"
        " copy.querySelectorAll('sup').forEach((mark) => mark.remove()); return copy.textContent; }"
    )
    assert said == answer["answer"]
    # The answer says the quotes, and the footnotes show what stands around them.
    notes = page.locator(".footnotes blockquote").all_inner_texts()
    for note, citation in zip(notes, citations(answer), strict=True):
        document = page.request.get(f"/api/documents/{citation['document_id']}").json()
        words = " ".join(document["text"].split())
        assert all(" ".join(part.split()) in words for part in note.split("…"))
        before, begins, _ = note.partition(" ".join(citation["quote"].split()[:2]))
        assert begins
        assert before.strip() or citation["start"] == 0
    expect(page.locator(".footnotes .where").first).to_contain_text("14 February 2025")


def test_the_answer_is_announced_and_the_box_is_ready_for_the_next_question(page: Page, ask: Ask) -> None:
    answer = ask(page, HARBOUR)
    said = page.locator("#live").all_inner_texts()[0]
    assert all(sentence["text"] in said for sentence in answer["sentences"])
    assert "The answer is complete" in said
    assert page.locator("[aria-live] .mark").count() == 0
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#question")).to_have_value("")
    expect(page.locator("#send")).to_have_text("Ask")


def test_questions_and_answers_make_a_thread_with_the_newest_at_the_bottom(page: Page, ask: Ask) -> None:
    for question in (HARBOUR, LANTERN, UNANSWERABLE):
        ask(page, question)
    assert page.locator(".exchange .question").all_inner_texts() == [HARBOUR, LANTERN, UNANSWERABLE]
    assert is_on_screen(page, ".exchange:last-child .question", "body")
    assert is_on_screen(page, "#question", "body")


def test_an_abstention_is_kind_and_shows_where_to_look(page: Page, ask: Ask) -> None:
    answer = ask(page, UNANSWERABLE)
    assert answer["abstained"]
    expect(page.locator(".prose")).to_have_text(NO_ANSWER)
    expect(page.locator(".reason")).to_have_text(answer["abstain_reason"])
    expect(page.locator(".footnotes")).to_have_count(0)
    assert page.locator(".passages .place").all_inner_texts() == [p["title"] for p in answer["passages"][:3]]
    page.locator(".passages .place").first.click()
    expect(page.locator("#panel-text mark").first).to_be_visible()
    assert "".join(page.locator("#panel-text mark").all_inner_texts()) == answer["passages"][0]["text"]


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type(HARBOUR)
    page.keyboard.press("Enter")
    page.locator(".exchange:not([aria-busy])").wait_for()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.prose .mark')"):
            break
    reached = focus(page).get_attribute("href")
    assert reached
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.locator("#panel-text mark").first.wait_for()
    expect(page.locator("#panel-body")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#panel-whole")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert focus(page).get_attribute("href") == reached


def test_shift_enter_starts_a_line_and_an_empty_question_is_not_sent(page: Page) -> None:
    page.keyboard.press("Enter")
    page.keyboard.type("How much?")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("In dollars?")
    expect(page.locator("#question")).to_have_value("How much?\nIn dollars?")
    expect(page.locator(".exchange")).to_have_count(0)


def test_on_a_phone_the_words_cover_the_page_and_closing_leads_back(open_page: Open, ask: Ask) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    answer = ask(page, LANTERN)
    mark = page.locator(".prose .mark").first
    mark.tap()
    page.locator("#panel-text mark").first.wait_for()
    box = page.locator("#panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert "".join(page.locator("#panel-text mark").all_inner_texts()) == citations(answer)[0]["quote"]
    # What lies behind cannot be reached.
    assert page.locator("#panel").evaluate("(panel) => panel.matches(':modal')")
    page.locator("#panel-close").tap()
    expect(page.locator("#panel")).to_be_hidden()
    expect(mark).to_be_focused()


def test_without_javascript_the_form_answers_and_the_mark_leads_to_the_words(open_page: Open) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 800, "height": 600})
    page.locator("#question").fill(HARBOUR)
    page.locator("#send").click()
    answer = page.request.post("/api/ask", data={"question": HARBOUR}).json()
    expect(page.locator(".question")).to_have_text(HARBOUR)
    marks = page.locator(".prose .mark")
    assert marks.count() == len(citations(answer))
    marks.last.click()
    expect(page.locator("mark#cited")).to_be_in_viewport()
    assert "".join(page.locator("mark").all_inner_texts()) == citations(answer)[-1]["quote"]


MADE = """(article) => { const copy = article.cloneNode(true); copy.querySelector(".tools").remove();
    return copy.innerHTML.trim(); }"""


@pytest.mark.parametrize("question", [HARBOUR, UNANSWERABLE, HALF])
def test_the_page_takes_the_finished_answer_as_the_server_makes_it(page: Page, ask: Ask, question: str) -> None:
    ask(page, question)
    taken = page.locator(".exchange").evaluate(MADE)
    page.locator(".exchange .tools").wait_for()
    page.goto(page.url.partition("#")[0])
    assert page.locator(".exchange").evaluate(MADE) == taken


def held(page: Page) -> list[Route]:
    """Ask, and keep the finished answer back, so that the page shows it as it came."""
    routes: list[Route] = []

    def hold(route: Route) -> None:
        routes.append(route)

    page.route("**/turns/*", hold)
    page.locator("#question").fill(HARBOUR)
    page.locator("#question").press("Enter")
    while not routes:
        page.wait_for_timeout(20)
    return routes


def test_while_it_comes_an_answer_has_its_marks_and_whoever_stands_on_one_stays_there(page: Page) -> None:
    [finished] = held(page)
    marks = page.locator(".exchange[aria-busy] .prose .mark")
    [said, href] = [page.locator(".prose").text_content(), marks.last.get_attribute("href")]
    marks.last.click()
    page.locator("#panel-text mark").first.wait_for()
    expect(page.locator("#panel-count")).to_be_empty()
    marks.last.focus()
    finished.continue_()
    page.locator(".exchange:not([aria-busy])").wait_for()
    assert page.locator(".prose").text_content() == said
    assert focus(page).get_attribute("href") == href
    assert page.locator(".prose .mark[aria-expanded=true]").last.get_attribute("href") == href
    count = page.locator(".footnotes > li").count()
    expect(page.locator("#panel-count")).to_have_text(f"{count} of {count}")
    page.locator("#panel-why").click()
    page.locator(".why .asked-words").wait_for()


def test_an_answer_that_cannot_be_taken_whole_stays_as_it_came_and_is_kept(page: Page) -> None:
    [finished] = held(page)
    finished.abort()
    expect(page.locator(".exchange .problem")).to_contain_text("footnote serve")
    said = page.locator(".prose .sentence").all_inner_texts()
    page.unroute("**/turns/*")
    page.reload()
    assert page.locator(".prose .sentence").all_inner_texts() == said
    assert page.locator(".footnotes blockquote").count()


def test_the_server_and_the_script_divide_a_text_alike(page: Page, index: Index) -> None:
    """Offsets count code points on both sides, in every document and past the end of it."""
    for summary in index.documents.listed():
        document = index.documents.get(summary.id)
        length = len(document.text)
        for start, end in ((0, 0), (0, 7), (3, 30), (length // 3, length // 2), (length - 5, length), (5, length + 9)):
            found = page.evaluate(
                "async ([address, start, end]) => {"
                "  const document = await (await fetch(address)).json();"
                "  return (await import('/static/common/text.js')).pieces(document, start, end); }",
                [f"/api/documents/{summary.id}", start, end],
            )
            expected = pieces(document.text, document.sections, start, end)
            assert found == [{"text": p.text, "heading": p.heading, "cited": p.cited} for p in expected]


def test_a_server_that_is_gone_is_explained_and_the_question_kept(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("#question").fill(HARBOUR)
    page.locator("#question").press("Enter")
    expect(page.locator(".problem")).to_contain_text("footnote serve")
    expect(page.locator("#question")).to_have_value(HARBOUR)
    expect(page.locator("#send")).to_have_text("Ask")


def test_a_question_that_is_refused_is_explained(page: Page) -> None:
    page.locator("#question").fill("???")
    page.locator("#question").press("Enter")
    expected = page.request.post("/api/ask", data={"question": "???"}).json()["detail"]
    expect(page.locator(".problem")).to_have_text(expected)


def test_asking_can_be_stopped(page: Page) -> None:
    page.route("**/ask", lambda _: None)
    page.locator("#question").fill(HARBOUR)
    page.locator("#send").click()
    expect(page.locator("#send")).to_have_text("Stop")
    page.locator("#send").click()
    expect(page.locator(".reason")).to_have_text("Stopped.")
    expect(page.locator("#send")).to_have_text("Ask")


def test_a_file_can_be_added_and_asked_about_at_once(page: Page, ask: Ask) -> None:
    text = b"The bell of the chapel at Monte Gris was cast in 1788 by Fermina Azofeifa."
    file: FilePayload = {"name": "bell.txt", "mimeType": "text/plain", "buffer": text}
    sent = page.request.post("/api/documents", multipart={"file": file}, headers={"Prefer": "wait=30"})
    assert sent.status == 201
    answer = ask(page, "Who cast the bell of the chapel at Monte Gris?")
    assert page.request.delete(f"/api/documents/{document_id('bell.txt')}").status == 204
    assert "bell.txt" in {passage["source"] for passage in answer["passages"]}


def test_a_part_of_a_question_that_is_left_open_is_named(page: Page, ask: Ask) -> None:
    answer = ask(page, HALF)
    assert "780,000 containers" in answer["answer"]
    expect(page.locator(".exchange .reason")).to_contain_text(answer["unanswered"][0])
    expect(page.locator(".exchange .prose")).not_to_be_empty()


def test_sources_that_disagree_are_shown_side_by_side_with_their_dates(page: Page, ask: Ask) -> None:
    answer = ask(page, "How many sacks of coffee burned in Las Lajas?")
    (conflict,) = answer["conflicts"]
    assert conflict["values"] == ["2,300 sacks", "3,100 sacks"]
    sides = page.locator(".conflict li")
    expect(sides).to_have_count(2)
    for side, citation, day in zip(sides.all(), conflict["citations"], ("5 May 2025", "7 May 2025"), strict=True):
        expect(side.locator("blockquote")).to_have_text(citation["quote"])
        expect(side.locator(".where")).to_contain_text(day)
    first, second = (side.bounding_box() for side in sides.all())
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]
