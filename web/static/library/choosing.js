/** Documents are chosen by their boxes, and a bar says what can be done with them. */

import { addressOf } from "../common/address.js";
import { byId, nearest, within } from "../common/dom.js";
import { documentOf, idOf, rows } from "./listing.js";

const bar = byId("shelf-chosen", HTMLElement);
const words = byId("shelf-chosen-count", HTMLElement);
const ask = byId("shelf-chosen-ask", HTMLAnchorElement);
const all = byId("shelf-all", HTMLInputElement);
/** @type {Set<string>} */
const chosen = new Set();
let last = "";

/** Let boxes choose; with Shift, all up to the last one that was touched. */
export function liveBoxes() {
  document.addEventListener("click", ({ target, shiftKey }) => {
    const row = nearest(target, ".shelf-row", HTMLElement);
    if (!row || !(target instanceof HTMLInputElement)) return;
    (shiftKey ? between(row) : [row]).forEach((each) => choose(each, target.checked));
    last = idOf(row);
    showChosen();
  });
  all.addEventListener("change", () => {
    rows().forEach((row) => choose(row, all.checked));
    showChosen();
  });
}

/** Return the documents that are chosen. */
export function chosenDocuments() {
  return rows().map(documentOf).filter(({ id }) => chosen.has(id));
}

/** Choose none. */
export function chooseNone() {
  rows().forEach((row) => choose(row, false));
  showChosen();
  all.focus();
}

/** Show what is chosen of the rows that there are now; what is not shown is not chosen. */
export function showChosen() {
  const ids = rows().map(idOf);
  for (const id of chosen) if (!ids.includes(id)) chosen.delete(id);
  rows().forEach((row) => choose(row, chosen.has(idOf(row))));
  bar.hidden = !chosen.size;
  all.checked = chosen.size > 0 && chosen.size === ids.length;
  all.indeterminate = chosen.size > 0 && !all.checked;
  const label = nearest(all, "label", HTMLElement);
  if (label) label.hidden = !ids.length;
  words.textContent = `${chosen.size} chosen`;
  ask.href = addressOf(`/?${new URLSearchParams(chosenDocuments().map(({ source }) => ["source", source]))}`);
}

/**
 * @param {HTMLElement} row
 * @param {boolean} is
 */
function choose(row, is) {
  within(row, "input", HTMLInputElement).checked = is;
  if (is) chosen.add(idOf(row));
  else chosen.delete(idOf(row));
}

/** @param {HTMLElement} row */
function between(row) {
  const ids = rows().map(idOf);
  const ends = [ids.indexOf(idOf(row)), ids.indexOf(last)].sort((a, b) => a - b);
  return ends[0] < 0 ? [row] : rows().slice(ends[0], ends[1] + 1);
}
