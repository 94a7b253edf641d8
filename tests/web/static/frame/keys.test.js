/** A letter alone is the page's, and everything else the browser's; that each has an act is checked by its type. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { KEYS, letterOf } from "../served/frame/keys.js";

const press = (key, held = {}) => letterOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("every single letter of the list is heard, as itself", () => {
  const letters = Object.keys(KEYS).filter((key) => key.length === 1);
  assert.deepEqual(letters.map((key) => press(key)), letters);
  assert.ok(letters.length > 9);
});

test("a key with a name, a letter that is not listed, and what every object has are no letters", () => {
  for (const key of ["Enter", "Shift Enter", "Escape", "x", "N", "", "constructor", "__proto__"]) assert.equal(press(key), null, key);
});

for (const held of ["ctrlKey", "metaKey", "altKey"]) {
  test(`with ${held} a press is the browser's`, () => assert.equal(press("c", { [held]: true }), null));
}

test("with Shift it stays a letter, for some keyboards need it", () => assert.equal(press("?", { shiftKey: true }), "?"));
