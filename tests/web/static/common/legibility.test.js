/** What is hidden in a text is named, and what a script needs stays; tests/browser compares every case with the server. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { visible } from "../served/common/legibility.js";

test("characters that turn or hide text are named", () => {
  assert.equal(visible("\u202e084\u202c euros"), "<U+202E>084<U+202C> euros");
  assert.equal(visible("4\u200b7"), "4<U+200B>7");
});

test("of a long run the first are named and the rest is counted", () => {
  assert.equal(visible(`a${"\u2060".repeat(9)}b`), "a<U+2060><U+2060><U+2060><U+2060> and 5 more".concat("b"));
});

test("joiners within emoji, marks beside text from right to left, tabs and line ends are of use", () => {
  for (const text of ["👩🏽\u200d🍳", "שלום\u200f (1)", "a\tb\nc", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"]) assert.equal(visible(text), text);
});
