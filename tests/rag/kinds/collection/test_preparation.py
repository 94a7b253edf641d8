"""Questions about the documents themselves, on the real encoder and reader, from catalogue and words to the answer."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.confidence.logistic import load_model
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import Asked
from rag.kinds.collection.preparation import prepare
from rag.retrieval.filters import Filters
from tests.support.documents import ingest_bytes

FILES = {
    "minutes-may.txt": "Minutes of the garden club, 4 May 2023\nMinutes: Sara Holt\n\n"
    "The pond was cleaned by Tom Birk. Two members found newts in it. A heat pump was discussed for the glasshouse.",
    "minutes-june.txt": "Minutes of the garden club, 8 June 2023\nMinutes: Sara Holt\n\nNobody objected to the budget. "
    "The dogs of visitors must be kept on a leash in the rose beds.",
    "tulips.md": "---\ntitle: Tulips that last\ndate: 2024-02-10\nauthor: Tom Birk\n---\n# Tulips that last\n\n"
    "Plant the bulbs deep. Heat does them harm, and so does a pump that leaks.\n",
    "shed.md": "---\ntitle: The new shed\ndate: 2025-01-20\nauthor: Ana Ruiz\n---\n# The new shed\n\n"
    "The shed has room for twelve bicycles. Heat pumps were too dear for it.\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, text in FILES.items():
        ingest_bytes(index, text.encode(), name, name, tags=["club"])
    return Assistant(index)


def ask(assistant: Assistant, text: str, filters: Filters | None = None) -> Answer:
    query = Query(text, kind=Kind.COLLECTION)
    answer = assistant.ask(query if filters is None else Query(text, filters=filters, kind=Kind.COLLECTION))
    for sentence in answer.sentences:
        assert answer.answer[sentence.start : sentence.end] == sentence.text
        for cited in sentence.citations:
            stored = assistant.index.documents.get(cited.document_id, cited.version)
            assert stored.text[cited.start : cited.end] == cited.quote
    return answer


def sources(answer: Answer) -> list[str]:
    return [sentence.citations[0].source for sentence in answer.sentences]


def test_every_document_that_mentions_something_is_counted_and_cited_with_the_sentence(assistant: Assistant) -> None:
    answer = ask(assistant, "How many documents mention heat pumps?")
    assert answer.lead == "2 documents mention “heat pumps”."
    assert sources(answer) == ["minutes-may.txt", "shed.md"]
    assert answer.sentences[0].text == "A heat pump was discussed for the glasshouse."
    assert answer.sentences[1].group == "The new shed, 20 January 2025"
    assert answer.sentences[1].citations[0].authors == ("Ana Ruiz",)


@pytest.mark.parametrize(
    "question", ["Who are the authors?", "Who wrote these documents?", "How many authors are there?"]
)
def test_all_authors_are_told_with_how_much_each_wrote(tmp_path: Path, question: str) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for name, author in {"tulips.md": "Tom Birk", "roses.md": "Ana Ruiz", "ivy.md": "Tom Birk", "moss.md": ""}.items():
        front = f"---\nauthor: {author}\n---\n" if author else ""
        ingest_bytes(index, f"{front}# On {name}\n\nIt grows in the shade of the wall.\n".encode(), name, name)
    answer = ask(Assistant(index), question)
    assert answer.lead == "2 authors: Tom Birk (2), Ana Ruiz (1). 1 document names none."
    assert sorted(sources(answer)) == ["ivy.md", "roses.md", "tulips.md"]


def test_who_wrote_one_document_is_not_who_wrote_all(assistant: Assistant) -> None:
    assert ask(assistant, "Who wrote about the shed?").lead == "By Ana Ruiz."


def test_what_only_the_title_mentions_is_cited_in_the_title(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    mail = (
        b"From: Ines Okafor <ines@harbour.example>\nSubject: The pump in spring\n\nIt arrives on a Monday, at last.\n"
    )
    ingest_bytes(index, mail, "a.eml", "a.eml")
    answer = ask(Assistant(index), "Which documents mention the pump?")
    assert [sentence.text for sentence in answer.sentences] == ["The pump in spring"]


def test_what_has_no_date_is_of_the_year_in_its_name(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"Hives\n\nTwo swarms came in spring.", "hive-diary-2023.txt", "hive-diary-2023.txt")
    ingest_bytes(index, b"Hives\n\nNo swarm came.", "hive-diary-2024.txt", "hive-diary-2024.txt")
    ingest_bytes(index, b"Bees\nDate: 3 May 2024\n\nSold 2023 jars.", "sales-2023.txt", "sales-2023.txt")
    assistant = Assistant(index)
    assert sources(ask(assistant, "Which documents are from 2023?")) == ["hive-diary-2023.txt"]
    assert sorted(sources(ask(assistant, "Which documents are from 2024?"))) == [
        "hive-diary-2024.txt",
        "sales-2023.txt",
    ]
    assert not ask(assistant, "Which documents are from May 2023?").sentences


def test_a_file_is_about_what_its_name_says(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"Quote 81 of the yard\n\nNew mast: 400 pounds.", "boat-repair.txt", "boat-repair.txt")
    ingest_bytes(index, b"Rules\n\nNo boat lies here at night.", "rules.txt", "rules.txt")
    ingest_bytes(index, b"Menu\n\nSoup and bread are free.", "menu.txt", "menu.txt")
    answer = ask(Assistant(index), "Which documents mention a boat?")
    assert sorted(sources(answer)) == ["boat-repair.txt", "rules.txt"]


def test_a_subject_in_other_words_is_told_to_be_so_and_one_that_is_not_there_is_none(assistant: Assistant) -> None:
    near = ask(assistant, "Which documents are about animals?")
    assert near.lead == "No document mentions “animals” in these words. 1 document comes near."
    assert sources(near) == ["minutes-june.txt"]
    none = ask(assistant, "Which documents mention zebras?")
    assert none.abstained
    assert none.abstain_reason == "No document mentions “zebras”."


def test_a_name_that_nobody_mentions_has_nothing_that_comes_near(assistant: Assistant) -> None:
    assert ask(assistant, "Which documents mention Marco Rubio?").abstain_reason == "No document mentions Marco Rubio."


def test_documents_of_a_sort_are_counted_by_what_stands_at_their_top(assistant: Assistant) -> None:
    answer = ask(assistant, "How many minutes are there?")
    assert answer.lead == "2 documents called “minutes”."
    assert sources(answer) == ["minutes-may.txt", "minutes-june.txt"]


def test_what_documents_are_about_is_not_counted_as_documents(assistant: Assistant) -> None:
    answer = ask(assistant, "How many pumps are there?")
    assert not answer.lead
    assert sources(answer) != ["shed.md"]


def test_newest_oldest_and_all_come_from_their_dates(assistant: Assistant) -> None:
    newest = ask(assistant, "What is the most recent document?")
    assert (newest.lead, sources(newest)) == ("The newest document is from 20 January 2025.", ["shed.md"])
    oldest = ask(assistant, "Which minutes are the oldest?")
    assert (oldest.lead, sources(oldest)) == (
        "The oldest document called “minutes” is from 4 May 2023.",
        ["minutes-may.txt"],
    )
    assert ask(assistant, "List all documents").lead == "4 documents."
    ends = ask(assistant, "From when to when do the documents go?")
    assert ends.lead == "4 documents, from 4 May 2023 to 20 January 2025."
    assert sources(ends) == ["minutes-may.txt", "shed.md"]


def test_documents_are_told_by_their_language_and_their_format(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    german = "# Der Zaun\n\nDer Zaun an der Nordseite ist morsch und muss bis zum Herbst erneuert werden.\n"
    ingest_bytes(index, german.encode(), "zaun.md", "zaun.md")
    ingest_bytes(index, FILES["tulips.md"].encode(), "tulips.md", "tulips.md")
    ingest_bytes(index, b"plot,holder\nA1,Tom Birk\nA2,Ana Ruiz\n", "plots.csv", "plots.csv")
    both = Assistant(index)
    found = ask(both, "How many documents are in German?")
    assert (found.lead, sources(found)) == ("1 document in German.", ["zaun.md"])
    found = ask(both, "Which documents are CSVs?")
    assert (found.lead, sources(found)) == ("1 document saved as CSVs.", ["plots.csv"])
    assert ask(both, "How many spreadsheets are there?").lead == "1 document saved as spreadsheets."
    assert ask(both, "Which documents are PDFs?").abstain_reason == "No document saved as PDFs was found."
    assert ask(both, "Which documents are in French?").abstain_reason == "No document in French was found."
    assert ask(both, "Wie viele Dokumente sind auf Englisch?").lead == "1 document in English."
    told = ask(both, "Which languages are the documents in?").lead
    assert told == "3 documents: 1 in German, 1 in English, 1 in a language that is not known."


def test_days_that_the_question_implies_are_named(assistant: Assistant) -> None:
    answer = ask(assistant, "What do we have from June 2023?")
    assert (answer.lead, sources(answer)) == ("1 document from June 2023.", ["minutes-june.txt"])
    assert "8 June 2023" in answer.sentences[0].text
    assert ask(assistant, "What came in before 2001?").abstain_reason == (
        "No document until 31 December 2000 was found."
    )


def test_what_somebody_wrote_is_told_from_what_mentions_them(assistant: Assistant) -> None:
    answer = ask(assistant, "What did Tom Birk write?")
    assert (answer.lead, sources(answer)) == ("1 document by Tom Birk.", ["tulips.md"])
    assert ask(assistant, "Which documents were written by Sara Holt in 2023?").lead == (
        "2 documents by Sara Holt from 2023."
    )
    assert ask(assistant, "Which documents mention Tom Birk?").lead == "1 document mentions Tom Birk."


def test_author_and_date_of_a_document_are_told_and_its_byline_or_title_cited(assistant: Assistant) -> None:
    who = ask(assistant, "Who wrote the article about tulips?")
    assert (who.lead, [s.text for s in who.sentences]) == ("By Tom Birk.", ["Tulips that last"])
    when = ask(assistant, "When was the article about the shed published?")
    assert (when.lead, sources(when)) == ("20 January 2025.", ["shed.md"])


def test_a_date_that_a_document_says_is_not_that_of_its_file(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    text = "---\ndate: 2026-03-02\n---\n# Invoice 2041\n\nInvoice date: 14 February 2026\nCustomer: Harrow Mill\n"
    ingest_bytes(index, text.encode(), "invoice.md", "invoice.md")
    answer = ask(Assistant(index), "What is the invoice date?")
    assert [sentence.text for sentence in answer.sentences] == ["Invoice date: 14 February 2026"]


def test_what_a_calendar_lists_is_not_what_it_is_called(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    text = "CALENDAR OF THE CHOIR\n\n4 March 2026: rehearsal\n2 May 2026: new terms begin\n9 June 2026: concert\n"
    ingest_bytes(index, text.encode(), "calendar.txt", "calendar.txt")
    ingest_bytes(index, b"---\ndate: 2024-01-15\n---\n# Prices\n\nA boat costs 900 crowns.\n", "prices.md", "prices.md")
    assert not ask(Assistant(index), "When are the new terms?").lead


def test_things_of_a_month_may_stand_in_a_document_of_another(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    text = "# Club letter\n\n1 October 2024\n\nThe harvest feast takes place on 9 November in the barn.\n"
    ingest_bytes(index, text.encode(), "letter.md", "letter.md")
    answer = ask(Assistant(index), "What events are there in November?")
    assert "9 November" in f"{answer.answer} {[each.text for each in answer.nearest]}"


@pytest.mark.parametrize(
    ("question", "is_left"), [("What has the Gannet got on stormy days?", True), ("emails on stormy days", False)]
)
def test_a_name_that_documents_have_and_no_writing_is_left_to_facts(
    tmp_path: Path, question: str, is_left: bool
) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"# Gannet\n\nThe Gannet stays in port when it blows.", "gannet.md", "gannet.md")
    ingest_bytes(index, b"From: a@b.example\nSubject: Sails\n\nThey are mended.", "sails.eml", "sails.eml")
    made = prepare(Asked(Query(question), "mentions", 0.6), Investigator(index, load_model(index.folder)))
    assert (made is None) is is_left


def test_filters_hold(assistant: Assistant) -> None:
    assert ask(assistant, "How many documents are there?", Filters(authors=("birk",))).lead == "1 document."


def test_a_question_of_another_kind_is_left_to_facts(assistant: Assistant) -> None:
    assert ask(assistant, "Who wrote the winning poem?").lead == ""


def test_a_large_and_unreadable_index_is_no_error(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True)
    assert ask(Assistant(index), "How many documents are there?").abstained


def test_the_catalogue_is_asked_before_passages_are_looked_for(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = assistant.index
    asked = Asked(Query("When was the manual of the mower printed?"), "date_of", 0.5)
    with index.database.snapshot():
        investigator = Investigator(index, load_model(index.folder))
        monkeypatch.setattr(investigator, "passages", lambda query: pytest.fail(f"{query.text} was looked for"))
        assert prepare(asked, investigator) is None


def test_the_newest_of_things_that_are_no_documents_is_not_told_by_the_dates_of_documents(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    said = "Every boat has a name of its own, and the boat Heron, built in 1998, lies beside the boat Wren, which came"
    boats = f"---\ndate: 2025-01-15\n---\n# The fleet\n\n{said} in 2011 and was painted twice since, once in red.\n"
    ingest_bytes(index, boats.encode(), "fleet.md", "fleet.md")
    ingest_bytes(index, b"---\ndate: 2024-01-15\n---\n# Prices\n\nA boat costs 900 crowns.\n", "prices.md", "prices.md")
    assistant = Assistant(index)
    assert not ask(assistant, "Which boat is the oldest?").lead.startswith("The oldest document")
    assert ask(assistant, "Which is the oldest document about boats?").lead.startswith("The oldest document")


def test_a_document_without_a_date_is_from_the_month_that_its_title_has(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for title in ("Club bulletin, March 2031", "Club bulletin, May 2031", "Rules of the club"):
        text = f"# {title}\n\nThe pond was cleared of weed, and two ducks came back.\n"
        ingest_bytes(index, text.encode(), f"{title}.md", f"{title}.md")
    front = b"---\ndate: 2031-04-30\n---\n# Letter\n\nThe pond is to be deepened.\n"
    ingest_bytes(index, front, "letter.md", "letter.md")
    assistant = Assistant(index)
    newest = ask(assistant, "What is the newest document?")
    assert (newest.lead, sources(newest)) == ("The newest document is from May 2031.", ["Club bulletin, May 2031.md"])
    assert ask(assistant, "Which document is the oldest?").lead == "The oldest document is from March 2031."


def test_a_month_of_thirty_days_is_the_month_of_a_title(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for title in ("Club bulletin, June 2021", "Club bulletin, July 2021"):
        text = f"# {title}\n\nThe pond was cleared of weed, and two ducks came back.\n"
        ingest_bytes(index, text.encode(), f"{title}.md", f"{title}.md")
    assert sources(ask(Assistant(index), "Which documents are from June 2021?")) == ["Club bulletin, June 2021.md"]


@pytest.mark.slow
def test_a_month_without_a_year_is_the_last_of_which_there_are_documents(assistant: Assistant) -> None:
    minutes = ask(assistant, "Which minutes are from May?")
    assert sources(minutes) == ["minutes-may.txt"]
    assert minutes.lead.endswith("from May 2023.")
    assert ask(assistant, "Who wrote the minutes of June?").lead == "By Sara Holt."


@pytest.mark.slow
def test_what_is_called_a_letter_need_not_call_itself_so(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for name, text in {
        "berth.txt": "Berth 9: end of the contract\n\n3 May 2030\n\nDear Mr Pell,\n\nWe give up the berth that Orlo"
        " Harbour Company has let to us.\n\nYours sincerely,\n\nIda Quist\n",
        "letter-mill.txt": "Letter\n\n9 May 2030\n\nDear Ida,\n\nThe mill needs a new wheel.\n\nYours,\n\nTom Birk\n",
    }.items():
        ingest_bytes(index, text.encode(), name, name)
    assistant = Assistant(index)
    assert ask(assistant, "Who wrote the letter to Orlo Harbour?").lead == "By Ida Quist."
    assert ask(assistant, "Who wrote the letter about the mill?").lead == "By Tom Birk."


def test_what_came_in_may_be_told_by_what_is_no_letter(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(
        index, b"# Report on the pier\n\nThe harbour received 31 letters about the pier.", "pier.md", "pier.md"
    )
    ingest_bytes(index, b"# Letter of Tom Birk\n\nThe mill needs a new wheel.", "mill.md", "mill.md")
    investigator = Investigator(index, load_model(index.folder))
    with index.database.snapshot():
        came_in = Asked(Query("How many letters came in for the pier?"), "count", 0.6)
        assert prepare(came_in, investigator) is None
        for question in ("How many letters mention the pier?", "How many letters on the pier are there?"):
            made = prepare(Asked(Query(question), "count", 0.6), investigator)
            assert made is not None
            assert "No document" in made.nothing


def test_letters_are_what_addresses_somebody_and_mails_where_there_are_none(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    mail = "From: Ida Quist <ida@orlo.example>\nSubject: The oars\nDate: Fri, 03 May 2030 10:00:00 +0000\n\n"
    ingest_bytes(index, f"{mail}Dear Tom,\n\nthe oars are back.\n".encode(), "oars.eml", "oars.eml")
    assistant = Assistant(index)
    assert sources(ask(assistant, "List all letters.")) == ["oars.eml"]
    berth = "Ida Quist\n\n3 May 2030\n\nMy berth\n\nDear Mr Pell,\n\nI give up the berth.\n\nYours,\n\nIda Quist\n"
    ingest_bytes(index, berth.encode(), "berth.txt", "berth.txt")
    assert sources(ask(assistant, "List all letters.")) == ["berth.txt"]


def test_a_person_is_mentioned_with_or_without_a_title(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"# Letter\n\nMr Finch has asked for a new berth.", "a.md", "a.md")
    ingest_bytes(index, b"# Form\n\nName of the owner: Harold Finch", "b.md", "b.md")
    ingest_bytes(index, b"# Note\n\nMr Brun pays on Friday.", "c.md", "c.md")
    assert ask(Assistant(index), "Which documents mention Mr Finch?").lead == "2 documents mention Mr Finch."
