/** Events are read whole however their bytes were cut on the way. */

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { dataset: { root: "/notes" } } };
const { answerEvents, eventsIn, LOST, Problem } = await import("../served/common/events.js");
const { addressOf } = await import("../served/common/address.js");

const TEXT = ': writing\n\nevent: sentence\ndata: {"text":"Tea 東京 🏮"}\n\nevent: error\ndata: {"detail":"It broke off."}\n\n';

function cut(size) {
  const bytes = new TextEncoder().encode(TEXT);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.slice(at * size, (at + 1) * size));
  return new Response(new ReadableStream({ start: (to) => (pieces.forEach((each) => to.enqueue(each)), to.close()) }));
}

async function all(events) {
  const found = [];
  for await (const event of events) found.push(event);
  return found;
}

test("an address lies under the path that Footnote has", () => assert.equal(addressOf("/documents"), "/notes/documents"));

for (const size of [1, 3, 1000]) {
  test(`events in pieces of ${size} bytes`, async () => {
    const [, sentence, error] = await all(eventsIn(cut(size)));
    assert.deepEqual(sentence, { name: "sentence", data: { text: "Tea 東京 🏮" } });
    assert.deepEqual(error, { name: "error", data: { detail: "It broke off." } });
  });
}

test("an error in the stream is a problem in its own words", async () => {
  globalThis.fetch = async () => cut(7);
  await assert.rejects(all(answerEvents("/api/ask", {}, new AbortController().signal)), (error) => error instanceof Problem && error.message === "It broke off.");
});

test("a server that cannot be reached is explained, and a stop is no problem", async () => {
  globalThis.fetch = async () => Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(all(answerEvents("/api/ask", {}, new AbortController().signal)), { message: LOST });
  globalThis.fetch = async () => Promise.reject(new DOMException("Stopped", "AbortError"));
  await assert.rejects(all(answerEvents("/api/ask", {}, new AbortController().signal)), { name: "AbortError" });
});
