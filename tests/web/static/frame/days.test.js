/** Days are the reader's own. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { byDay } from "../served/frame/days.js";

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
