/** A job is followed to its end, whichever that is. */

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { documentElement: { dataset: { root: "" } } };
const { callOff, follow, send } = await import("../served/uploads/sending.js");
const { LOST, Problem } = await import("../served/common/events.js");

const job = (facts) => `event: job\ndata: ${JSON.stringify({ stage: "parsing", report: null, problem: null, ...facts })}\n\n`;

async function followed(...events) {
  const told = [];
  globalThis.fetch = async (address) => (assert.equal(address, "/api/jobs/7/events"), new Response(events.join("")));
  const ended = await follow({ id: "7" }, ({ stage }) => told.push(stage)).catch((error) => error);
  return { told, ended };
}

test("it tells of each stage, not of comments, and gives the report", async () => {
  const { told, ended } = await followed(job({}), ": no change\n\n", job({ stage: "encoding" }), job({ stage: "done", report: { added: 1 } }));
  assert.deepEqual(told, ["parsing", "encoding"]);
  assert.deepEqual(ended, { added: 1 });
});

test("a failure is a problem in its own words", async () => {
  const { ended } = await followed(job({ stage: "failed", problem: { detail: "It holds no text." } }));
  assert.ok(ended instanceof Problem);
  assert.equal(ended.message, "It holds no text.");
});

test("what goes wrong while it is followed is told in the server's words", async () => {
  const { ended } = await followed(job({}), 'event: error\ndata: {"detail": "The index is damaged."}\n\n');
  assert.ok(ended instanceof Problem);
  assert.equal(ended.message, "The index is damaged.");
});

test("what is called off while the server turns it away is not waited for", async () => {
  const calledOff = new AbortController();
  class Request extends EventTarget {
    upload = new EventTarget();
    status = 429;
    responseText = "";
    open() {}
    getResponseHeader = () => "60";
    abort() {}
    send() {
      this.upload.dispatchEvent(new Event("load"));
      calledOff.abort();
      this.dispatchEvent(new Event("load"));
    }
  }
  globalThis.XMLHttpRequest = Request;
  const told = [];
  await assert.rejects(send(null, (part) => told.push(part), calledOff.signal), { name: "AbortError" });
  assert.deepEqual(told, []);
});

test("a cancelled job is a stop, and no problem", async () => {
  const { ended } = await followed(job({ stage: "cancelled" }));
  assert.deepEqual([ended.name, ended instanceof Problem], ["AbortError", false]);
});

test("a stream without an end says that the server has stopped", async () => {
  const { ended } = await followed(job({}));
  assert.match(ended.message, /^The server has stopped/);
});

test("what has ended or is gone need not be called off, any other failure is told", async () => {
  for (const status of [204, 404, 409]) {
    globalThis.fetch = async () => new Response(null, { status });
    await callOff({ id: "7" });
  }
  globalThis.fetch = async () => new Response('{"detail": "Busy."}', { status: 503 });
  await assert.rejects(callOff({ id: "7" }), { message: "Busy." });
  globalThis.fetch = async () => new Response("<html>", { status: 502 });
  await assert.rejects(callOff({ id: "7" }), { message: /^The server answered with status 502/ });
  globalThis.fetch = async () => Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(callOff({ id: "7" }), { message: LOST });
});
