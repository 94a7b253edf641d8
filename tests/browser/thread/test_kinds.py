"""An answer of a kind stands on the page while it comes as it does when it is whole."""

import pytest
from playwright.sync_api import Page, expect

from rag.answers.kind import Kind
from rag.asking import by_kind
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared

HARBOUR = "How many containers will the port of Puerto Almendro move a year?"
HEADS = ("The harbour", "The town", "The harbour", "The town")
PARTS = """(prose) => [...prose.querySelectorAll(".lead, .group, li, p, .sentence")].map((each) =>
    [each.localName === "strong" ? "p" : each.localName, each.parentElement.localName, each.textContent])"""


class InGroups:
    """Quotes what a search finds, under two heads in turn."""

    def prepare(self, asked: Asked, investigator: Investigator) -> Prepared | None:
        found = investigator.investigate(asked.query)
        first = found.evidence[0]
        others = [each for each in found.evidence if each.end <= first.start or first.end <= each.start]
        apart = [first, *others[:1]]
        return Prepared(found, tuple(apart), groups=HEADS[: len(apart)], lead="As far as is known.")


@pytest.mark.parametrize("kind", [Kind.LIST, Kind.OVERVIEW, Kind.COMPARISON, Kind.COLLECTION])
def test_an_answer_of_a_kind_is_set_while_it_comes_as_it_is_when_it_is_whole(
    page: Page, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    monkeypatch.setattr(by_kind, "KINDS", {kind: InGroups()})
    page.select_option("#kind", kind.value)
    page.route("**/turns/*", lambda route: route.abort())
    page.locator("#question").fill(HARBOUR)
    page.locator("#question").press("Enter")
    page.locator(".exchange .problem").wait_for()
    came = page.locator(".exchange .prose").evaluate(PARTS)
    # It counts for one question.
    expect(page.locator("#kind")).to_have_value("")
    page.reload()
    expect(page.locator(".exchange .kind")).to_have_text(kind.told)
    assert came == page.locator(".exchange .prose").evaluate(PARTS)
    assert {head for _, _, head in came} >= {"As far as is known.", *HEADS}
