/** What the server sends, as far as the scripts look at it. These are types alone: no page loads this file. */

/**
 * A span of a version of a document, in code points.
 * @typedef {{document_id: string, version: number, start: number, end: number}} Place
 */

/**
 * A place that a sentence cites, and the page that it begins on.
 * @typedef {Place & {title: string, page: number | null, language: string}} Citation
 */

/**
 * A sentence of an answer, and where in the answer's text it stands.
 * @typedef {{text: string, start: number, end: number, written: boolean, group: string, citations: Citation[]}} Sentence
 */

/** @typedef {"fact" | "list" | "overview" | "comparison" | "yes_no" | "collection" | "not_for_us"} Kind */

/**
 * What an answer begins with that is no plain fact; the lead may be empty.
 * @typedef {{kind: Kind, lead: string}} Opening
 */

/**
 * Where an answer is kept: the conversation with its title, and the number of the turn.
 * @typedef {{conversation_id: string, number: number, title: string}} Kept
 */

/**
 * What went wrong: problem details (RFC 9457).
 * @typedef {{detail: string}} ProblemDetails
 */

/** @typedef {{id: string, title: string, updated_at: string}} ConversationSummary */

/** @typedef {"up" | "down"} Rating */

/**
 * A stretch of a document's text under one heading, in code points.
 * @typedef {{start: number, end: number, heading: string}} Section
 */

/**
 * A version of a document, whole; language is an ISO 639 code, and empty when unknown.
 * @typedef {{id: string, version: number, current: boolean, title: string, source: string, text: string, sections: Section[],
 *   published_at: string | null, media_type: string, language: string}} StoredDocument
 */

/** @typedef {{id: string, title: string, source: string, tags: string[]}} DocumentSummary */

/** @typedef {{tags: {tag: string, documents: number}[]}} Facets */

/**
 * A word of a question: its share of the score, 0 to 1, and how near the nearest word of the text comes, -1 to 1.
 * @typedef {{text: string, weight: number, similarity: number}} AskedWord
 */

/**
 * A word of the text, in code points of the document, and the place of the question's word that it meets.
 * @typedef {{start: number, end: number, word: number, similarity: number}} Match
 */

/** @typedef {{words: AskedWord[], matches: Match[]}} Alignment */

/**
 * What became of an upload: its documents, how many are new and how many have a new version, and the files in it that failed.
 * @typedef {{documents: DocumentSummary[], added: number, replaced: number, failed: {source: string, reason: string}[]}} JobReport
 */

/**
 * An upload on its way into the index; percent is 0 to 100.
 * @typedef {{id: string, name: string, stage: "waiting" | "parsing" | "encoding" | "done" | "failed" | "cancelled", percent: number,
 *   chunks: number, chunks_per_second: number | null, report: JobReport | null, problem: ProblemDetails | null}} Job
 */

/**
 * What an answer and an upload come in; a comment, which keeps the connection, is a message without data.
 * @typedef {{name: "passages", data: object[]} | {name: "opening", data: Opening} | {name: "sentence", data: Sentence} | {name: "done", data: object} | {name: "saved", data: Kept}
 *   | {name: "job", data: Job} | {name: "message", data: null} | {name: "error", data: ProblemDetails}} ServerEvent
 */

export {};
