/** Ask the server, and read what it tells as it arrives. */

/** @import { ProblemDetails, ServerEvent } from "./data.js" */

import { addressOf } from "./address.js";

/** What is said where no answer comes at all. */
export const LOST = "The server cannot be reached. Start it again with “footnote serve”, then try again.";

/** What went wrong, in words for the reader. */
export class Problem extends Error {}

/**
 * Return what an error says.
 * @param {unknown} error
 */
export const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Tell whether an error is but a stop that somebody asked for.
 * @param {unknown} error
 */
export const isStop = (error) => error instanceof Error && error.name === "AbortError";

/**
 * Yield the events of an answer as {name, data}: passages, sentence, done, and what its conversation adds.
 * @param {string} path within Footnote that answers
 * @param {object} asked the request
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Exclude<ServerEvent, {name: "error"}>>}
 * @throws {Problem} the server cannot be reached, or says what is wrong
 */
export async function* answerEvents(path, asked, signal) {
  const response = await reach(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(asked),
    signal,
  });
  for await (const event of eventsIn(response)) {
    if (event.name === "error") throw new Problem(event.data.detail);
    yield event;
  }
}

/**
 * Return the server's response, which is no failure.
 * @param {string} path within Footnote
 * @param {RequestInit} [options]
 * @throws {Problem} it cannot be reached, or says what is wrong
 */
export async function reach(path, options) {
  const response = await fetch(addressOf(path), options).catch((error) => {
    if (isStop(error)) throw error;
    throw new Problem(LOST);
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** @param {Response} response */
async function problemOf(response) {
  try {
    /** @type {ProblemDetails} */
    const { detail } = await response.json();
    return new Problem(detail);
  } catch {
    return new Problem(`The server answered with status ${response.status}. Look into its log, then try again.`);
  }
}

/**
 * Yield the events of a response as {name, data}.
 * @param {Response} response
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* eventsIn(response) {
  if (!response.body) return;
  for await (const block of blocks(response.body)) yield parse(block);
}

/**
 * Yield what stands between blank lines, however the bytes were cut on the way.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<string>}
 */
async function* blocks(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (waiting + value).split("\n\n");
    waiting = parts.pop() ?? "";
    yield* parts;
  }
}

/**
 * @param {string} block
 * @returns {ServerEvent}
 */
function parse(block) {
  const event = { name: "message", data: null };
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) event.name = line.slice(7);
    if (line.startsWith("data: ")) event.data = JSON.parse(line.slice(6));
  }
  return /** @type {ServerEvent} */ (event);
}
