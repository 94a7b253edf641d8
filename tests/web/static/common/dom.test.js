/** What the page must have is there and of its kind, or is named; the elements here are but classes of those names. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { allWithin, byId, nearest, within } from "../served/common/dom.js";

class Element extends EventTarget {
  closest = () => this.around ?? null;
}
class HTMLButtonElement extends Element {}
class HTMLInputElement extends Element {}
Object.assign(globalThis, { Element });

const button = new HTMLButtonElement();
const page = (...found) => ({ getElementById: () => found[0] ?? null, querySelector: () => found[0] ?? null, querySelectorAll: () => found });

test("an element of the kind that is asked for is given", () => {
  globalThis.document = page(button);
  assert.equal(byId("send", HTMLButtonElement), button);
  assert.equal(within(page(button), ".send", Element), button);
  assert.deepEqual(allWithin(page(button, button), "button", HTMLButtonElement), [button, button]);
});

test("one that is missing, or of another kind, is named", () => {
  globalThis.document = page();
  assert.throws(() => byId("send", HTMLButtonElement), new TypeError("The page has no HTMLButtonElement at #send"));
  assert.throws(() => within(page(button), ".field", HTMLInputElement), new TypeError("The page has no HTMLInputElement at .field"));
  assert.throws(() => allWithin(page(button), "input", HTMLInputElement), TypeError);
});

test("all of none are none", () => assert.deepEqual(allWithin(page(), "button", HTMLButtonElement), []));

test("what an event was for may lie in nothing, or be no element", () => {
  const inside = Object.assign(new Element(), { around: button });
  assert.equal(nearest(inside, "button", HTMLButtonElement), button);
  assert.throws(() => nearest(inside, "input", HTMLInputElement), TypeError);
  assert.deepEqual([button, new EventTarget(), null].map((target) => nearest(target, "button", HTMLButtonElement)), [null, null, null]);
});
