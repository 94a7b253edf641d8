"""The tables of a history, from the first version to today's."""

from index.storage.schema.migrations import Migrations

__all__ = ["HISTORY_MIGRATIONS"]

HISTORY_MIGRATIONS = Migrations(
    "history",
    (
        """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, folded_title TEXT NOT NULL, created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL, next_number INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX conversations_by_update ON conversations (updated_at);
CREATE TABLE turns (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    question TEXT NOT NULL, asked_at TEXT NOT NULL, answer TEXT NOT NULL, folded TEXT NOT NULL, rating TEXT,
    reason TEXT NOT NULL DEFAULT '', rated_at TEXT, PRIMARY KEY (conversation_id, number)) WITHOUT ROWID;
CREATE INDEX turns_by_rating ON turns (rating) WHERE rating IS NOT NULL;
CREATE TABLE cited (
    document_id TEXT NOT NULL, conversation_id TEXT NOT NULL, number INTEGER NOT NULL, version INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (document_id, conversation_id, number, version, start, "end"),
    FOREIGN KEY (conversation_id, number) REFERENCES turns (conversation_id, number) ON DELETE CASCADE) WITHOUT ROWID;
CREATE INDEX cited_by_turn ON cited (conversation_id, number)
""",
        "ALTER TABLE turns ADD COLUMN answer_form INTEGER NOT NULL DEFAULT 1",
    ),
    # No database on a server is older than version 2.
    (
        "",
        """
CREATE TABLE conversations (
    id TEXT COLLATE "C" PRIMARY KEY, title TEXT COLLATE "C" NOT NULL, folded_title TEXT COLLATE "C" NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL, updated_at TEXT COLLATE "C" NOT NULL, next_number BIGINT NOT NULL);
CREATE INDEX conversations_by_update ON conversations (updated_at);
CREATE TABLE turns (
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, number BIGINT NOT NULL,
    question TEXT COLLATE "C" NOT NULL, asked_at TEXT COLLATE "C" NOT NULL, answer TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL, rating TEXT COLLATE "C", reason TEXT COLLATE "C" NOT NULL DEFAULT '',
    rated_at TEXT COLLATE "C", answer_form BIGINT NOT NULL DEFAULT 1, PRIMARY KEY (conversation_id, number));
CREATE INDEX turns_by_rating ON turns (rating) WHERE rating IS NOT NULL;
CREATE TABLE cited (
    document_id TEXT COLLATE "C" NOT NULL, conversation_id TEXT COLLATE "C" NOT NULL, number BIGINT NOT NULL,
    version BIGINT NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL, quote TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (document_id, conversation_id, number, version, start, "end"),
    FOREIGN KEY (conversation_id, number) REFERENCES turns (conversation_id, number) ON DELETE CASCADE);
CREATE INDEX cited_by_turn ON cited (conversation_id, number)
""",
    ),
    {
        "conversations": ("id",),
        "turns": ("conversation_id", "number"),
        "cited": ("document_id", "conversation_id", "number", "version", "start", "end"),
    },
)
