"""Statements for both engines say the same in PostgreSQL's words."""

import pytest

from index.storage.engines.postgresql.dialect import for_postgresql


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT 1 FROM a WHERE b = ? AND c = ?", "SELECT 1 FROM a WHERE b = %s AND c = %s"),
        (
            "SELECT 1 FROM a WHERE b = ?1 OR c = ?1 AND d = ?2",
            "SELECT 1 FROM a WHERE b = %(p1)s OR c = %(p1)s AND d = %(p2)s",
        ),
        ("SELECT a FROM b WHERE c LIKE 'x%' AND d = ?", "SELECT a FROM b WHERE c LIKE 'x%%' AND d = %s"),
        ("SELECT a FROM b INDEXED BY c WHERE d", "SELECT a FROM b WHERE d"),
        ("SELECT id FROM chunks WHERE vector = x''", "SELECT id FROM chunks WHERE vector = ''::bytea"),
        (
            "SELECT value FROM documents, json_each(tags)",
            "SELECT value FROM documents, json_array_elements_text(tags::json) AS each(value)",
        ),
        ("SELECT json_extract(job, '$.stage') FROM jobs", "SELECT job::json ->> 'stage' FROM jobs"),
    ],
)
def test_a_statement_has_its_words(statement: str, expected: str) -> None:
    assert for_postgresql(statement) == expected
