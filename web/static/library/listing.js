/** The list of documents, brought up to date in place from the page that the server makes. */

/** @import { DocumentSummary } from "../common/data.js" */

import { allWithin, byId, nearest, within } from "../common/dom.js";
import { wordsOf } from "../common/events.js";
import { partOf } from "../common/pages.js";
import { toast } from "../common/toast.js";

const REFRESH_MS = 400;
const FOCUSABLE = "a, button, input";
const count = byId("shelf-count", HTMLElement);
const form = byId("shelf-filters", HTMLFormElement);
const lately = byId("shelf-lately", HTMLElement);
let results = byId("shelf-results", HTMLElement);
let latest = 0;
let refreshing = 0;
/** @type {() => void} */
let listener = () => {};

/**
 * Do something with the list, now and whenever it was replaced.
 * @param {() => void} act
 */
export function whenListed(act) {
  listener = act;
  act();
}

/** Return the rows that are shown. */
export function rows() {
  return allWithin(results, ".shelf-row", HTMLElement);
}

/**
 * Return the id of a row's document.
 * @param {HTMLElement} row
 */
export function idOf(row) {
  return row.dataset.id ?? "";
}

/**
 * Return what a row shows.
 * @param {HTMLElement} row
 * @returns {DocumentSummary}
 */
export function documentOf(row) {
  const title = within(row, ".shelf-title", HTMLElement).textContent;
  const { searchParams } = new URL(within(row, ".shelf-ask", HTMLAnchorElement).href);
  const tags = allWithin(row, ".shelf-tags .chip", HTMLElement).map((chip) => chip.textContent.trim());
  return { id: idOf(row), title, source: searchParams.get("source") ?? "", tags };
}

/**
 * Show the list of an address.
 * @param {string} address
 * @param {{fields?: boolean, focus?: boolean}} also whether the fields follow, and the focus goes to the list's head
 */
export async function show(address, { fields = false, focus = false } = {}) {
  const mine = (latest += 1);
  clearTimeout(refreshing);
  results.setAttribute("aria-busy", "true");
  try {
    const found = await partOf(address, "#shelf-results", "The list cannot be read. Load the page again.");
    if (mine === latest) replace(found, fields, focus);
  } catch (error) {
    results.removeAttribute("aria-busy");
    toast(wordsOf(error));
  }
}

/** Show the list as it is now. */
export function refresh() {
  return show(location.href);
}

/** Show the list as it is now, soon: of many changes in a row only the last is looked at. */
export function refreshSoon() {
  clearTimeout(refreshing);
  refreshing = setTimeout(refresh, REFRESH_MS);
}

/**
 * @param {HTMLElement} found the list on a page that the server made
 * @param {boolean} fields
 * @param {boolean} focus
 */
function replace(found, fields, focus) {
  const page = found.ownerDocument;
  const place = placeOf(document.activeElement);
  const next = document.importNode(found, true);
  results.replaceWith(next);
  results = next;
  byId("shelf", HTMLElement).className = within(page, "#shelf", HTMLElement).className;
  within(lately, "ul", HTMLElement).replaceWith(document.importNode(within(page, "#shelf-lately ul", HTMLElement), true));
  lately.hidden = !lately.querySelector("li");
  count.textContent = within(page, "#shelf-count", HTMLElement).textContent;
  for (const field of allWithin(form, "input[id]", HTMLInputElement)) follow(field, within(page, `#${field.id}`, HTMLInputElement), fields);
  for (const field of allWithin(form, "select[id]", HTMLSelectElement)) follow(field, within(page, `#${field.id}`, HTMLSelectElement), fields);
  listener();
  if (focus) {
    scrollTo({ top: 0 });
    count.focus({ preventScroll: true });
  } else if (place) focusPlace(place);
}

/**
 * Let a field have the choices that there are now, and the value of the address where that has led here.
 * @param {HTMLInputElement | HTMLSelectElement} field
 * @param {HTMLInputElement | HTMLSelectElement} theirs
 * @param {boolean} fields
 */
function follow(field, theirs, fields) {
  const value = fields ? theirs.value : field.value;
  const [label, theirLabel] = [field, theirs].map((each) => each.closest("label"));
  if (label && theirLabel) label.hidden = theirLabel.hidden;
  if (field instanceof HTMLSelectElement && field.textContent !== theirs.textContent) {
    field.replaceChildren(...[...theirs.children].map((option) => document.importNode(option, true)));
  }
  if (field.value !== value) field.value = value;
}

/**
 * Return where an element stands in the list; null outside it.
 * @param {Element | null} element
 */
function placeOf(element) {
  const row = nearest(element, ".shelf-row", HTMLElement);
  if (!row || !results.contains(row)) return results.contains(element) ? { id: "", at: 0, which: 0 } : null;
  const which = allWithin(row, FOCUSABLE, HTMLElement).findIndex((each) => each === element);
  return { id: idOf(row), at: rows().indexOf(row), which };
}

/**
 * Where the row is gone, the one that has taken its place is nearest.
 * @param {{id: string, at: number, which: number}} place
 */
function focusPlace({ id, at, which }) {
  const now = rows();
  const row = now.find((each) => idOf(each) === id) ?? now[Math.min(at, now.length - 1)];
  const inside = row ? allWithin(row, FOCUSABLE, HTMLElement) : [];
  (inside[which] ?? inside[0] ?? count).focus({ preventScroll: true });
}
