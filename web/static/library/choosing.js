/** Documents are chosen by their boxes, and a bar says what can be done with them. */

import { addressOf } from "../common/address.js";
import { documentOf, rows } from "./listing.js";

const bar = document.getElementById("shelf-chosen");
const words = document.getElementById("shelf-chosen-count");
const ask = document.getElementById("shelf-chosen-ask");
const all = document.getElementById("shelf-all");
const chosen = new Set();
let last = null;

/** Let boxes choose; with Shift, all up to the last one that was touched. */
export function liveBoxes() {
  document.addEventListener("click", ({ target, shiftKey }) => {
    if (!target.matches(".shelf-row input")) return;
    const row = target.closest(".shelf-row");
    (shiftKey ? between(row) : [row]).forEach((each) => choose(each, target.checked));
    last = row.dataset.id;
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
  const ids = rows().map((row) => row.dataset.id);
  for (const id of chosen) if (!ids.includes(id)) chosen.delete(id);
  rows().forEach((row) => choose(row, chosen.has(row.dataset.id)));
  bar.hidden = !chosen.size;
  all.checked = chosen.size > 0 && chosen.size === ids.length;
  all.indeterminate = chosen.size > 0 && !all.checked;
  all.closest("label").hidden = !ids.length;
  words.textContent = `${chosen.size} chosen`;
  ask.href = addressOf(`/?${new URLSearchParams(chosenDocuments().map(({ source }) => ["source", source]))}`);
}

function choose(row, is) {
  row.querySelector("input").checked = is;
  if (is) chosen.add(row.dataset.id);
  else chosen.delete(row.dataset.id);
}

function between(row) {
  const ids = rows().map((each) => each.dataset.id);
  const ends = [ids.indexOf(row.dataset.id), ids.indexOf(last)].sort((a, b) => a - b);
  return ends[0] < 0 ? [row] : rows().slice(ends[0], ends[1] + 1);
}
