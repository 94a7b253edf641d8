"""Tests mirror the packages: every module has a test file of its own name, or a line here that says which covers it."""

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
PACKAGES = ("index", "rag", "web")

COVERED_BY: dict[str, tuple[str, ...]] = {
    "index/backups/test_hostile_backups.py": (
        "index/backups/foreign_database.py",
        "index/backups/unpacking.py",
    ),
    "index/commands/test_cli.py": (
        "index/commands/documents.py",
        "index/commands/index.py",
        "index/commands/opening.py",
        "index/commands/progress.py",
    ),
    "index/encoding/encoders/test_onnx.py": (
        "index/encoding/bundled/onnx_model.py",
        "index/encoding/encoder.py",
        "index/encoding/encoders/question_weights.py",
    ),
    "index/uploads/queue/test_handing.py": (
        "index/folders/reading/helped.py",
        "index/folders/reading/helpers.py",
    ),
    "index/folders/test_sync.py": (
        "index/folders/reading/file_reader.py",
        "index/folders/reading/ledger.py",
        "index/folders/moves.py",
        "index/folders/plan.py",
        "index/folders/sync_plan.py",
    ),
    "index/parse/data/test_jsonl.py": ("index/parse/structure/file_document.py",),
    "index/parse/html/test_document.py": (
        "index/parse/html/article.py",
        "index/parse/html/blocks.py",
        "index/parse/html/metadata.py",
        "index/parse/html/tree.py",
    ),
    "index/parse/markup/test_asciidoc.py": (
        "index/parse/markup/asciidoc/document.py",
        "index/parse/markup/asciidoc/marks.py",
        "index/parse/markup/asciidoc/tables.py",
    ),
    "index/parse/markup/test_org.py": (
        "index/parse/markup/inline_marks.py",
        "index/parse/markup/line_writer.py",
        "index/parse/markup/marked_document.py",
    ),
    "index/parse/markup/test_restructured.py": (
        "index/parse/markup/restructured/blocks.py",
        "index/parse/markup/restructured/document.py",
        "index/parse/markup/restructured/marks.py",
        "index/parse/markup/restructured/tables.py",
    ),
    "index/parse/markup/test_tex.py": (
        "index/parse/markup/tex/document.py",
        "index/parse/markup/tex/reader.py",
        "index/parse/markup/tex/signs.py",
        "index/parse/markup/tex/words.py",
    ),
    "index/parse/mail/test_own_words.py": (
        "index/parse/mail/quoting_marks.py",
        "index/parse/mail/signatures.py",
    ),
    "index/parse/pdf/test_document.py": (
        "index/parse/pdf/order.py",
        "index/parse/pdf/paragraphs.py",
        "index/parse/pdf/text_layer/places.py",
        "index/parse/pdf/words.py",
    ),
    "index/parse/pdf/tables/test_page_tables.py": (
        "index/parse/pdf/tables/aligned.py",
        "index/parse/pdf/tables/areas.py",
        "index/parse/pdf/tables/grids.py",
        "index/parse/pdf/tables/likeness.py",
        "index/parse/pdf/tables/rows/division.py",
        "index/parse/pdf/tables/rows/pieces.py",
        "index/parse/pdf/tables/rows/spacing.py",
        "index/parse/pdf/tables/ruled.py",
    ),
    "index/parse/raised/test_markup.py": (
        "index/parse/html/raised/letters.py",
        "index/parse/office/slide_text.py",
        "index/parse/plain/markdown_notes.py",
    ),
    "index/parse/plain/rtf/test_document.py": (
        "index/parse/plain/rtf/destinations.py",
        "index/parse/plain/rtf/letters.py",
        "index/parse/plain/rtf/reader.py",
        "index/parse/plain/rtf/state.py",
        "index/parse/plain/rtf/story.py",
        "index/parse/plain/rtf/styles.py",
        "index/parse/plain/rtf/table.py",
        "index/parse/plain/rtf/tokens.py",
    ),
    "index/parse/plain/test_markdown.py": (
        "index/parse/plain/front_matter.py",
        "index/parse/plain/markdown_blocks.py",
    ),
    "index/parse/plain/test_text.py": ("index/parse/structure/titles.py",),
    "index/parse/structure/tables/test_heads.py": ("index/parse/office/opendocument_tables.py",),
    "index/parse/spreadsheets/cell_formats/test_numbers.py": (
        "index/parse/spreadsheets/cell_formats/codes.py",
        "index/parse/spreadsheets/cell_formats/dates.py",
        "index/parse/spreadsheets/cell_formats/decimals.py",
        "index/parse/spreadsheets/cell_formats/locales.py",
    ),
    "index/parse/spreadsheets/test_binary_notes.py": ("index/parse/spreadsheets/binary_records.py",),
    "index/parse/spreadsheets/test_workbook.py": (
        "index/parse/spreadsheets/cell_formats/grid.py",
        "index/parse/spreadsheets/cell_formats/styles.py",
        "index/parse/spreadsheets/sheet.py",
        "index/parse/spreadsheets/tables.py",
    ),
    "index/parse/test_bounds.py": ("index/limits.py",),
    "index/parse/test_every_format.py": ("index/parse/structure/blocks.py",),
    "index/parse/test_formats.py": (
        "index/parse/containers/members.py",
        "index/parse/mail/head.py",
        "index/parse/structure/lists.py",
    ),
    "index/parse/test_hostile.py": (
        "index/parse/containers/archives.py",
        "index/parse/containers/zipped.py",
        "index/parse/html/epub.py",
        "index/parse/mail/message.py",
        "index/parse/office/opendocument_text.py",
        "index/parse/spreadsheets/extent.py",
        "index/parse/structure/tables/rows.py",
        "index/parse/structure/xml_tree.py",
    ),
    "index/parse/docx/test_document.py": (
        "index/parse/docx/styles.py",
        "index/parse/docx/text.py",
        "index/parse/docx/xml.py",
        "index/parse/office/properties.py",
    ),
    "index/text/machine/test_recognition.py": ("index/text/machine/signs.py",),
    "index/sandbox/kernel/test_confinement.py": (
        "index/sandbox/kernel/landlock.py",
        "index/sandbox/kernel/seccomp.py",
    ),
    "index/sandbox/test_pool.py": (
        "index/parse/preloading.py",
        "index/sandbox/child.py",
        "index/sandbox/fork_server.py",
        "index/sandbox/messages.py",
    ),
    "index/search/lance/test_lance_search.py": (
        "index/search/lance/engine_check.py",
        "index/search/lance/engine_views.py",
        "index/search/lance/table/engine_row.py",
        "index/search/lance/table/lance_table.py",
        "index/search/lance/table/vector_lists.py",
    ),
    "index/search/lance/test_lance_follower.py": (
        "index/search/lance/engine_tables.py",
        "index/search/lance/table/connection.py",
        "index/search/lance/table/table_writer.py",
    ),
    "index/search/test_search_engine.py": ("index/search/lance/tail.py",),
    "index/storage/tables/test_catalogue.py": ("index/storage/records.py",),
    "index/storage/tables/test_files.py": ("index/storage/tables/writes.py",),
    "index/storage/tables/test_trash.py": (
        "index/storage/tables/document_rows.py",
        "index/storage/tables/tags.py",
    ),
    "index/encoding/encoders/test_sentence_vectors.py": ("index/encoding/bundled/wheel_file.py",),
    "index/storage/databases/test_database.py": (
        "index/storage/databases/folder_database.py",
        "index/storage/databases/write_lock.py",
    ),
    "index/storage/engines/postgresql/test_tables.py": (
        "index/address.py",
        "index/storage/engines/engine.py",
        "index/storage/engines/postgresql/server.py",
    ),
    "index/test_replicas.py": (
        "index/storage/databases/server_database.py",
        "index/uploads/pieces.py",
        "web/commands/working.py",
    ),
    "index/uploads/queue/test_jobs.py": ("index/uploads/queue/job.py",),
    "index/uploads/test_moving.py": ("index/storage/schema/copying.py",),
    "index/storage/schema/test_migrations.py": (
        "index/storage/schema/index_tables.py",
        "index/storage/schema/plain_tables.py",
        "index/uploads/queue/upload_tables.py",
        "rag/conversations/history_tables.py",
    ),
    "index/test_store.py": ("index/documents.py",),
    "index/uploads/work/test_crew.py": ("index/uploads/work/indexing.py",),
    "llm/test_language_model.py": (
        "rag/writing/endpoint.py",
        "rag/writing/guarded_client.py",
        "rag/writing/language_model.py",
    ),
    "rag/answers/test_layout.py": ("rag/answers/kind.py",),
    "rag/answers/test_view.py": ("rag/answers/answer.py",),
    "rag/asking/test_assistant.py": (
        "rag/asking/by_kind.py",
        "rag/asking/finishing.py",
        "rag/asking/lookup.py",
        "rag/asking/understanding.py",
        "rag/investigation/found.py",
        "rag/follow_ups/rephrase.py",
    ),
    "rag/kinds/test_telling.py": (
        "rag/kinds/answer_kind.py",
        "rag/kinds/kind_weights.py",
    ),
    "rag/kinds/yes_no/test_preparation.py": ("rag/reading/yes_or_no.py",),
    "rag/training/kinds/test_fit_telling.py": (
        "rag/training/kinds/kind_model.py",
        "rag/training/kinds/labelled_questions.py",
    ),
    "rag/kinds/comparison/versions/test_compared.py": ("rag/kinds/comparison/versions/meant.py",),
    "rag/kinds/overview/asked/test_scope.py": (
        "rag/kinds/overview/asked/likely_names.py",
        "rag/kinds/overview/asked/named.py",
    ),
    "rag/kinds/comparison/test_preparation.py": (
        "rag/kinds/comparison/rows/extremes.py",
        "rag/kinds/comparison/rows/columns_compared.py",
        "rag/kinds/comparison/rows/rows_compared.py",
    ),
    "rag/kinds/collection/test_preparation.py": (
        "rag/kinds/collection/lead.py",
        "rag/kinds/collection/document_sorts.py",
        "rag/kinds/collection/documents_by_words.py",
        "rag/kinds/collection/first_sentences.py",
        "rag/kinds/collection/mentioning.py",
    ),
    "rag/retrieval/dates/test_implied_dates.py": (
        "rag/retrieval/dates/period.py",
        "rag/retrieval/dates/periods.py",
    ),
    "rag/investigation/test_query.py": ("rag/answers/turns.py",),
    "rag/commands/test_ask.py": (
        "rag/commands/calibrate.py",
        "rag/commands/evaluate.py",
        "rag/commands/history.py",
        "rag/commands/replay.py",
        "rag/evaluation/figures/rendering.py",
        "rag/settings.py",
    ),
    "rag/conversations/test_store.py": ("rag/conversations/records.py",),
    "rag/evaluation/figures/test_evaluate.py": (
        "rag/evaluation/figures/outcomes.py",
        "rag/evaluation/sets/gold.py",
        "rag/evaluation/sets/question_sets.py",
        "rag/evaluation/sets/splits.py",
    ),
    "rag/evaluation/figures/test_kind_figures.py": ("rag/evaluation/figures/by_kind.py",),
    "rag/evaluation/sets/test_question_lines.py": ("rag/evaluation/sets/question_case.py",),
    "rag/follow_ups/test_readings.py": (
        "rag/english/phrases.py",
        "rag/follow_ups/antecedents.py",
        "rag/follow_ups/ellipsis.py",
        "rag/follow_ups/pronouns.py",
        "rag/follow_ups/references.py",
    ),
    "rag/kinds/lists/subject/test_asked_subject.py": ("rag/kinds/lists/subject/statements.py",),
    "rag/reading/test_cross_encoder.py": (
        "rag/training/reader/reader_loss.py",
        "rag/training/reader/reader_model.py",
        "rag/training/reader/ship_reader.py",
    ),
    "rag/retrieval/test_candidates.py": ("rag/retrieval/question.py",),
    "rag/retrieval/test_meaning.py": ("rag/confidence/foreign.py", "rag/evidence/by_meaning.py"),
    "rag/suggestions/test_question_rules.py": ("rag/suggestions/example_questions.py",),
    "rag/test_api.py": (
        "rag/asking/findings.py",
        "rag/notebook.py",
        "rag/wiring.py",
    ),
    "rag/training/kinds/test_fit_salience.py": ("rag/kinds/overview/salience.py",),
    "rag/training/meaning/test_fit_meaning.py": ("rag/training/meaning/meaning_lessons.py",),
    "rag/training/question/test_fit_question.py": (
        "rag/training/question/question_lessons.py",
        "rag/training/question/question_model.py",
        "rag/training/question/ship_question.py",
    ),
    "rag/verification/test_verifier.py": (
        "rag/verification/alignment.py",
        "rag/verification/by_language.py",
        "rag/verification/features.py",
        "rag/verification/problems/figures.py",
        "rag/verification/problems/names.py",
        "rag/verification/problems/polarity.py",
        "rag/verification/problems/swaps.py",
        "rag/verification/verbatim.py",
    ),
    "rag/evidence/doubts/test_conflicts.py": ("rag/evidence/doubts/values.py",),
    "rag/kinds/comparison/asked/test_sides.py": (
        "rag/kinds/comparison/asked/named_sides.py",
        "rag/kinds/comparison/asked/phrases.py",
    ),
    "rag/kinds/overview/test_preparation.py": ("rag/kinds/overview/told.py",),
    "rag/resident/test_client.py": ("rag/resident/__main__.py",),
    "rag/writing/test_writer.py": ("rag/verification/problems/wrong_answer.py",),
    "test_terminal.py": (
        "index/commands/reports.py",
        "index/hardening/terminal.py",
    ),
    "web/api/test_ask.py": (
        "web/api/events.py",
        "web/app.py",
        "web/schemas/asking.py",
        "web/schemas/failures.py",
        "web/schemas/fields.py",
        "web/schemas/server.py",
        "web/services.py",
    ),
    "web/api/test_conversations.py": ("web/schemas/conversations.py",),
    "web/api/test_documents.py": (
        "web/schemas/documents.py",
        "web/uploads/reception.py",
    ),
    "web/api/test_health.py": ("web/work/readiness.py",),
    "web/api/test_insight.py": ("web/work/example_questions.py",),
    "web/errors/test_problems.py": ("web/errors/translation.py",),
    "web/errors/test_tree.py": (
        "index/errors.py",
        "rag/errors.py",
    ),
    "web/guard/test_body_limit.py": ("web/work/arrivals.py",),
    "web/guard/test_middleware.py": (
        "web/guard/keys.py",
        "web/guard/site.py",
    ),
    "web/guard/test_proxies.py": ("web/paths.py",),
    "web/mcp/test_tools.py": (
        "web/mcp/arguments.py",
        "web/mcp/documents.py",
        "web/mcp/marked_lines.py",
        "web/mcp/numbering.py",
        "web/mcp/questions.py",
        "web/mcp/results.py",
    ),
    "web/observability/test_metrics.py": ("index/tally.py",),
    "web/observability/test_request_log.py": ("web/current_request.py",),
    "web/openai/test_marked_text.py": ("web/schemas/examples.py",),
    "web/openai/test_routes.py": (
        "web/errors/openai.py",
        "web/openai/answers.py",
        "web/openai/completion.py",
        "web/openai/examples.py",
        "web/openai/failures.py",
        "web/openai/requests.py",
    ),
    "web/pages/test_page.py": ("web/pages/thread.py",),
    "web/server/test_ending.py": ("web/server/run.py",),
    "web/uploads/test_originals.py": ("web/api/downloads.py",),
    "web/work/test_pictures.py": (
        "index/parse/pdf/pictures.py",
        "index/uploads/page_pictures.py",
    ),
}
"""By test file, the modules that it covers though they have other names: what is part of one thing is tested as one."""


def modules() -> list[str]:
    """Return every module of the packages, as a path from the root."""
    found = [path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path.as_posix() for path in found if path.name != "__init__.py")


def mirrored(module: str) -> Path:
    """Return where the test file of a module's own name is."""
    path = TESTS / module
    return path.with_name(f"test_{path.name}")


def test_every_module_has_a_test_file_of_its_own_or_one_that_covers_it() -> None:
    covered = {module for modules in COVERED_BY.values() for module in modules}
    assert [module for module in modules() if not mirrored(module).exists() and module not in covered] == []


def test_no_module_is_listed_that_has_a_test_file_of_its_own_or_has_gone_or_stands_twice() -> None:
    listed = [module for modules in COVERED_BY.values() for module in modules]
    assert [module for module in listed if mirrored(module).exists() or not (ROOT / module).exists()] == []
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("test_file", COVERED_BY)
def test_what_covers_a_module_exists(test_file: str) -> None:
    assert (TESTS / test_file).is_file()


def test_every_folder_of_tests_mirrors_one_of_the_packages() -> None:
    folders = {path.parent for package in PACKAGES for path in (TESTS / package).rglob("test_*.py")}
    assert [folder for folder in sorted(folders) if not (ROOT / folder.relative_to(TESTS)).is_dir()] == []
