/** Code points become UTF-16 units, and texts are divided without loss. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { around, pieces, unitsOf } from "../served/common/text.js";

test("a position behind an emoji is one unit further, and one past the end is the end", () => {
  assert.deepEqual([...unitsOf("a🏮b", [3, 0, 2, 9])], [[0, 0], [2, 3], [3, 4], [9, 4]]);
});

test("pieces are the text, and the cited span and headings stand alone", () => {
  const text = "Head 🏮\nThe lamp was lit.";
  const sections = [{ start: 0, end: 24, heading: "Book › Head 🏮" }];
  assert.deepEqual(pieces({ text, sections }, 11, 15), [
    { text: "Head 🏮", heading: true, cited: false },
    { text: "\nThe ", heading: false, cited: false },
    { text: "lamp", heading: false, cited: true },
    { text: " was lit.", heading: false, cited: false },
  ]);
});

test("a heading that the text does not begin with is no piece", () => {
  assert.deepEqual(pieces({ text: "Heads up", sections: [{ start: 0, end: 8, heading: "Head" }] }, 0, 0), [
    { text: "Heads up", heading: false, cited: false },
  ]);
});

test("around a span of a long text no pair of surrogates is cut, and the span stays what it was", () => {
  const text = `${"🏮".repeat(70_000)}lamp${"🏮".repeat(70_000)}`;
  const part = around({ text, sections: [] }, 70_000, 70_004);
  assert.equal(part.cut, true);
  assert.equal([...part.text].slice(part.from, part.to).join(""), "lamp");
  assert.equal(part.text.isWellFormed?.() ?? true, true);
});
