/** Languages, sources and dates read as on the server. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { dateInWords, sourceName, spoken } from "../served/common/words.js";

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
