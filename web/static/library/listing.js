/** The list of documents, brought up to date in place from the page that the server makes. */

import { partOf } from "../common/pages.js";
import { toast } from "../common/toast.js";

const REFRESH_MS = 400;
const FOCUSABLE = "a, button, input";
const count = document.getElementById("shelf-count");
const form = document.getElementById("shelf-filters");
const lately = document.getElementById("shelf-lately");
let results = document.getElementById("shelf-results");
let latest = 0;
let refreshing = 0;
let listener = () => {};

/** Do something with the list, now and whenever it was replaced. */
export function whenListed(act) {
  listener = act;
  act();
}

/** Return the rows that are shown. */
export function rows() {
  return [...results.querySelectorAll(".shelf-row")];
}

/** Return what a row shows, as the other modules take a document. */
export function documentOf(row) {
  const [title, ask] = [row.querySelector(".shelf-title"), row.querySelector(".shelf-ask")];
  const tags = [...row.querySelectorAll(".shelf-tags .chip")].map((chip) => chip.textContent.trim());
  return { id: row.dataset.id, title: title.textContent, source: new URL(ask.href).searchParams.get("source"), tags };
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
    toast(error.message);
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

function replace(found, fields, focus) {
  const page = found.ownerDocument;
  const place = placeOf(document.activeElement);
  const next = document.importNode(found, true);
  results.replaceWith(next);
  results = next;
  document.getElementById("shelf").className = page.getElementById("shelf").className;
  lately.querySelector("ul").replaceWith(document.importNode(page.querySelector("#shelf-lately ul"), true));
  lately.hidden = !lately.querySelector("li");
  count.textContent = page.getElementById("shelf-count").textContent;
  for (const field of form.elements) {
    const theirs = field.id && page.getElementById(field.id);
    if (theirs) follow(field, theirs, fields);
  }
  listener();
  if (focus) {
    scrollTo({ top: 0 });
    count.focus({ preventScroll: true });
  } else if (place) focusPlace(place);
}

/** Let a field have the choices that there are now, and the value of the address where that has led here. */
function follow(field, theirs, fields) {
  const value = fields ? theirs.value : field.value;
  if (field.options && field.textContent !== theirs.textContent) {
    field.replaceChildren(...[...theirs.children].map((option) => document.importNode(option, true)));
  }
  if (field.value !== value) field.value = value;
}

function placeOf(element) {
  const row = element.closest?.(".shelf-row");
  if (!row || !results.contains(row)) return results.contains(element) ? { id: null, at: 0, which: 0 } : null;
  return { id: row.dataset.id, at: rows().indexOf(row), which: [...row.querySelectorAll(FOCUSABLE)].indexOf(element) };
}

/** Where the row is gone, the one that has taken its place is nearest. */
function focusPlace({ id, at, which }) {
  const now = rows();
  const row = now.find((each) => each.dataset.id === id) ?? now[Math.min(at, now.length - 1)];
  const inside = row ? [...row.querySelectorAll(FOCUSABLE)] : [];
  (inside[which] ?? inside[0] ?? count).focus({ preventScroll: true });
}
