/** Code points become UTF-16 units, texts are divided without loss, and names, dates and days read as on the server. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { around, byDay, dateInWords, pieces, sourceName, spoken, unitsOf } from "../served/common/text.js";

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

test("a source is known by its file's name with what is inside it, an address by the whole", () => {
  assert.equal(sourceName("/home/a/b.zip#x/policy.md"), "b.zip#x/policy.md");
  assert.equal(sourceName("https://example.org/a/b"), "https://example.org/a/b");
});

test("only a code of another language than the page's is a lang", () => {
  assert.deepEqual(["es", "en", "en-GB", "zh-Hant", "", undefined, '"><b>'].map(spoken), ["es", undefined, undefined, "zh-Hant", undefined, undefined, undefined]);
});

test("a date is put in words, and what is not a date stays as it is", () => {
  assert.equal(dateInWords("2025-05-05T10:00:00Z"), "5 May 2025");
  assert.equal(dateInWords("in spring"), "in spring");
});

test("conversations are grouped by the reader's own days, in their order", () => {
  const ago = (days) => {
    const noon = new Date();
    noon.setDate(noon.getDate() - days);
    noon.setHours(12, 0, 0, 0);
    return { updated_at: noon.toISOString() };
  };
  const found = byDay([0, 0, 1, 3, 30].map(ago));
  assert.deepEqual(found.map(([label, some]) => [label, some.length]), [["Today", 2], ["Yesterday", 1], ["Last seven days", 1], ["Older", 1]]);
});
