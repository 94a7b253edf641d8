/** The queue lets few files go at a time, keeps one place for small ones, and says how it stands. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { due, inWords, isGoing, standing } from "../served/uploads/queue.js";

const SMALL = 256_000;
const LARGE = 256_001;
const items = (state, bytes, count) => Array.from({ length: count }, () => ({ state, bytes }));
const places = (some) => due(some).map((item) => some.indexOf(item));

test("four small files go at once, in their order", () => assert.deepEqual(places(items("waiting", SMALL, 6)), [0, 1, 2, 3]));

test("of large files three go, and the fourth place is a small one's, wherever it waits", () => {
  assert.deepEqual(places([...items("waiting", LARGE, 5), ...items("waiting", SMALL, 2)]), [0, 1, 2, 5]);
});

test("what is sent counts until it is indexed, and what has ended does not", () => {
  const ended = ["done", "unchanged", "failed", "cancelled"].flatMap((state) => items(state, LARGE, 3));
  assert.deepEqual(places([...ended, ...items("sending", LARGE, 1), ...items("sent", LARGE, 2), ...items("waiting", LARGE, 1)]), []);
  assert.deepEqual(places([...ended, ...items("sent", SMALL, 3), ...items("waiting", LARGE, 2)]), [15]);
  assert.deepEqual(places([...ended, ...items("sent", SMALL, 5), ...items("waiting", SMALL, 1)]), []);
});

test("a job from before, whose bytes nobody knows here, counts as large", () => {
  assert.equal(due(items("waiting", Infinity, 4)).length, 3);
});

test("only what waits, is sent or has arrived is on its way", () => {
  const states = ["waiting", "sending", "sent", "done", "unchanged", "failed", "cancelled"];
  assert.deepEqual(states.filter((state) => isGoing({ state, bytes: 1 })), ["waiting", "sending", "sent"]);
});

test("it stands in words, without what there is none of", () => {
  const all = [...items("done", 1, 1200), ...items("failed", 1, 2), ...items("waiting", 1, 1), ...items("sent", 1, 1)];
  assert.equal(standing(all), "1,204 files: 1,200 added, 2 failed, 2 to go");
  assert.equal(standing([...items("unchanged", 1, 1)]), "1 file: 1 unchanged");
  assert.equal(standing([...items("cancelled", 1, 2)]), "2 files: 2 cancelled");
});

test("one is a file, and none are files", () => assert.deepEqual([0, 1, 1000].map(inWords), ["0 files", "1 file", "1,000 files"]));
