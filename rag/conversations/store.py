"""Conversations that are kept: questions with the answers as they were given, what they cite, and what readers said.

What is asked on the page is kept, and elsewhere what is asked in a conversation.
"""

import datetime
import unicodedata
from collections.abc import Sequence
from typing import Any

from index.hardening.legibility import legible
from index.storage.engines.engine import ALL, Engine, Transaction
from index.storage.schema.migrations import migrate
from index.storage.stamps import new_id, now
from rag.answers.answer import Answer
from rag.conversations.history_tables import HISTORY_MIGRATIONS
from rag.conversations.records import CitedIn, Conversation, ConversationSummary, Feedback, KeptTurn, Rating
from rag.conversations.stored_answers import read_answer, written_answer
from rag.errors import ConversationNotFound

__all__ = ["HISTORY", "LONGEST_TITLE", "MOST_CITED", "History"]

HISTORY = "history"
"""The name of its tables beside those of the index."""

LONGEST_TITLE = 200
"""Characters of a conversation's title."""

MOST_CITED = 100
"""Answers that are named of those that cite a document: the newest."""

_QUESTION_IN_TITLE = 80
_LOOKED_FOR = 1_000
_WORDS_LOOKED_FOR = 32
_HAVING_TURNS = " FROM conversations AS c WHERE EXISTS (SELECT 1 FROM turns WHERE conversation_id = c.id)"
_WITH_A_WORD = (
    " AND (c.folded_title LIKE ? ESCAPE '\\' OR EXISTS"
    " (SELECT 1 FROM turns WHERE conversation_id = c.id AND folded LIKE ? ESCAPE '\\'))"
)


class History:
    """The conversations about an index, in ``history.sqlite`` of its folder, or with PostgreSQL in the database.

    Safe for several threads and processes.

    Attributes:
        lasts: whether they are there for the next process; where the folder may not be written, they are not.
    """

    def __init__(self, tables: Engine) -> None:
        """Open the history that is kept with an index as ``HISTORY``, and make it where it is missing.

        Raises:
            IndexDamaged: the database cannot be used, or is a later Footnote's.
        """
        self._tables = tables
        migrate(self._tables, HISTORY_MIGRATIONS)
        self.lasts = self._tables.lasts

    def close(self) -> None:
        """Close the database."""
        self._tables.close()

    def begin(self, title: str = "") -> ConversationSummary:
        """Return a new conversation; without a title it gets its first question's, and until then no list has it.

        Raises:
            IndexUnwritable: nothing can be kept here.
        """
        begun = ConversationSummary(new_id(), tidy_title(title), now(), now(), 0)
        with self._tables.transaction() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, 1)",
                (begun.id, begun.title, _folded(begun.title), begun.created_at, begun.updated_at),
            )
            # Those in which nothing was asked after all.
            connection.execute(
                "DELETE FROM conversations WHERE next_number = 1 AND updated_at < ?",
                (now(datetime.timedelta(days=1)),),
            )
        return begun

    def listed(self, query: str = "", *, limit: int = -1, offset: int = 0) -> tuple[list[ConversationSummary], int]:
        """Return conversations that have turns, those asked in last first, and how many there are in all.

        Args:
            query: words, or parts of them, each of which stands in the title, a question or an answer, in whatever
                case and Unicode composition; all conversations when empty.
            limit: at most so many; no limit where it is negative.
            offset: how many to pass over.
        """
        words = _folded(query[:_LOOKED_FOR]).split()[:_WORDS_LOOKED_FOR]
        matching = _HAVING_TURNS + _WITH_A_WORD * len(words)
        patterns = [_pattern(word) for word in words for _ in range(2)]
        with self._tables.snapshot():
            rows = self._tables.rows(
                "SELECT id, title, created_at, updated_at, (SELECT count(*) FROM turns WHERE conversation_id = c.id)"  # noqa: S608
                f"{matching} ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?",
                (*patterns, limit if limit >= 0 else ALL, offset),
            )
            [[total]] = self._tables.rows(f"SELECT count(*){matching}", patterns)
        return [ConversationSummary(*row) for row in rows], int(total)

    def conversation(self, conversation_id: str) -> Conversation:
        """Return a conversation with its turns.

        Raises:
            ConversationNotFound: the id is unknown.
        """
        with self._tables.snapshot():
            rows = self._tables.rows(
                "SELECT id, title, created_at, updated_at FROM conversations WHERE id = ?", (conversation_id,)
            )
            if not rows:
                raise _not_found(conversation_id)
            turns = self._tables.rows(
                "SELECT number, question, asked_at, answer, answer_form, rating, reason, rated_at FROM turns"
                " WHERE conversation_id = ? ORDER BY number",
                (conversation_id,),
            )
        identity, title, created_at, updated_at = rows[0]
        return Conversation(identity, title, created_at, updated_at, tuple(map(_turn, turns)))

    def turn(self, conversation_id: str, number: int) -> KeptTurn:
        """Return one turn of a conversation.

        Raises:
            ConversationNotFound: the id is unknown.
        """
        found = [turn for turn in self.conversation(conversation_id).turns if turn.number == number]
        if not found:
            raise _not_found(conversation_id, number)
        return found[0]

    def keep(self, conversation_id: str, answer: Answer, *, replaces: range = range(0)) -> tuple[int, str]:
        """Keep an answer as the next turn, and return its number and the conversation's title.

        Args:
            conversation_id: of the conversation.
            answer: whole.
            replaces: numbers of the turns that go as this one comes; what another tab asked meanwhile stays.

        Raises:
            ConversationNotFound: the id is unknown, as when the conversation was deleted meanwhile.
        """
        written, form = written_answer(answer)
        with self._tables.transaction() as connection:
            found = connection.execute(
                "SELECT next_number, title FROM conversations WHERE id = ?", (conversation_id,)
            ).fetchone()
            if found is None:
                raise _not_found(conversation_id)
            number, title = int(found[0]), found[1] or title_of(answer.question)
            if replaces:
                connection.execute(
                    "DELETE FROM turns WHERE conversation_id = ? AND number BETWEEN ? AND ?",
                    (conversation_id, replaces[0], replaces[-1]),
                )
            # What every abstention says would be found everywhere.
            folded = _folded(answer.question if answer.abstained else f"{answer.question}\n{answer.answer}")
            connection.execute(
                "INSERT INTO turns (conversation_id, number, question, asked_at, answer, answer_form, folded)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (conversation_id, number, answer.question, now(), written, form, folded),
            )
            _note_citations(connection, conversation_id, number, answer)
            connection.execute(
                "UPDATE conversations SET title = ?, folded_title = ?, updated_at = ?, next_number = ? WHERE id = ?",
                (title, _folded(title), now(), number + 1, conversation_id),
            )
        return number, str(title)

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title, of at most ``LONGEST_TITLE`` characters.

        Raises:
            ConversationNotFound: the id is unknown.
        """
        tidy = tidy_title(title)
        with self._tables.transaction() as connection:
            changed = connection.execute(
                "UPDATE conversations SET title = ?, folded_title = ? WHERE id = ?",
                (tidy, _folded(tidy), conversation_id),
            )
            if not changed.rowcount:
                raise _not_found(conversation_id)

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation with its turns and what was said of them.

        Raises:
            ConversationNotFound: the id is unknown.
        """
        with self._tables.transaction() as connection:
            if not connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,)).rowcount:
                raise _not_found(conversation_id)

    def rate(self, conversation_id: str, number: int, rating: Rating | None, reason: str = "") -> Feedback | None:
        """Note what a reader says of an answer, or with None that nothing is said any more.

        Raises:
            ConversationNotFound: there is no such turn.
        """
        feedback = Feedback(rating, reason.strip(), now()) if rating else None
        with self._tables.transaction() as connection:
            changed = connection.execute(
                "UPDATE turns SET rating = ?, reason = ?, rated_at = ? WHERE conversation_id = ? AND number = ?",
                (rating, feedback.reason if feedback else "", feedback and feedback.at, conversation_id, number),
            )
            if not changed.rowcount:
                raise _not_found(conversation_id, number)
        return feedback

    def rated(self) -> list[tuple[str, KeptTurn]]:
        """Return the turns that readers said something of, with their conversations' ids, oldest first."""
        rows = self._tables.rows(
            "SELECT conversation_id, number, question, asked_at, answer, answer_form, rating, reason, rated_at"
            " FROM turns WHERE rating IS NOT NULL ORDER BY rated_at, conversation_id, number"
        )
        return [(row[0], _turn(row[1:])) for row in rows]

    def cited_in(self, *document_ids: str) -> list[CitedIn]:
        """Return the answers that cite a document in any version, newest first, at most ``MOST_CITED``.

        Args:
            document_ids: of the document, and those that it had before its file was moved.
        """
        rows = self._tables.rows(
            'SELECT conversation_id, title, number, question, asked_at, version, start, "end", quote FROM cited'  # noqa: S608
            " JOIN turns USING (conversation_id, number) JOIN conversations ON id = conversation_id"
            f" WHERE document_id IN ({','.join('?' * len(document_ids))})"
            ' ORDER BY asked_at DESC, number DESC, start, "end" LIMIT ?',
            (*document_ids, MOST_CITED),
        )
        return [CitedIn(*row) for row in rows]


def tidy_title(title: str) -> str:
    """Return a title as it is displayed, on one line of bounded length."""
    return legible(title)[:LONGEST_TITLE].strip()


def title_of(question: str) -> str:
    """Return the title of a conversation that begins with a question: the question, cut at a word's end."""
    title = tidy_title(question)
    if len(title) <= _QUESTION_IN_TITLE:
        return title
    cut = title[:_QUESTION_IN_TITLE]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _note_citations(connection: Transaction, conversation_id: str, number: int, answer: Answer) -> None:
    cited = [c for sentence in answer.sentences for c in sentence.citations]
    cited += [c for conflict in answer.conflicts for c in conflict.citations]
    connection.executemany(
        "INSERT INTO cited VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(c.document_id, conversation_id, number, c.version, c.start, c.end, c.quote) for c in cited],
    )


def _turn(row: Sequence[Any]) -> KeptTurn:
    number, question, asked_at, answer, form, rating, reason, rated_at = row
    feedback = Feedback(rating, reason, rated_at) if rating else None
    return KeptTurn(number, question, asked_at, read_answer(answer, form), feedback)


def _folded(text: str) -> str:
    """Return a text as words are looked for: compatibility characters, compositions and cases are one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _pattern(word: str) -> str:
    """Return the pattern of LIKE for what holds a word."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _not_found(conversation_id: str, number: int | None = None) -> ConversationNotFound:
    which = (
        f"conversation {conversation_id}" if number is None else f"answer {number} in conversation {conversation_id}"
    )
    return ConversationNotFound(f"There is no {which}", "It may have been deleted: look at the list of conversations")
