/** The page of documents: found, sorted and paged in place, deleted, and put into collections. */

/** @import { DocumentSummary } from "../common/data.js" */

import { addressOf } from "../common/address.js";
import { byId, element, nearest, within } from "../common/dom.js";
import { wordsOf } from "../common/events.js";
import { toast } from "../common/toast.js";
import { chooseNone, chosenDocuments, liveBoxes, showChosen } from "./choosing.js";
import { documentOf, idOf, refresh, rows, show, whenListed } from "./listing.js";
import { remove, restore } from "./removal.js";

const TYPING_MS = 200;
const form = byId("shelf-filters", HTMLFormElement);
/** @type {Record<string, (some: DocumentSummary[]) => unknown>} */
const acts = {
  collections: edit,
  delete: (some) => remove(some, changed),
  clear: chooseNone,
};
let typing = 0;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  find("replaceState");
});
form.addEventListener("input", (event) => {
  clearTimeout(typing);
  // A step back in the browser undoes a choice, not a letter.
  if (isSearch(event)) typing = setTimeout(find, TYPING_MS, "replaceState");
});
form.addEventListener("change", (event) => isSearch(event) || find("pushState"));
window.addEventListener("popstate", () => show(location.href, { fields: true }));
document.addEventListener("click", (event) => {
  const button = nearest(event.target, "button[data-act]", HTMLElement);
  const row = nearest(button, ".shelf-row", HTMLElement);
  if (button) acts[button.dataset.act ?? ""](row ? [documentOf(row)] : chosenDocuments());
  else followLink(event);
});
liveBoxes();
whenListed(() => {
  rows().forEach(dress);
  showChosen();
});
document.addEventListener("submit", (event) => {
  const restoring = nearest(event.target, "#shelf-lately form", HTMLElement);
  if (!restoring) return;
  event.preventDefault();
  restore([{ id: restoring.dataset.id ?? "", title: restoring.previousElementSibling?.textContent ?? "" }], changed);
});

/** @param {DocumentSummary[]} some */
async function edit(some) {
  try {
    const { editCollections } = await import("./collections.js");
    await editCollections(some, refresh);
  } catch (error) {
    toast(wordsOf(error));
  }
}

/**
 * A field to type in is looked at when the typing rests, any other at once.
 * @param {Event} event
 */
function isSearch({ target }) {
  return target instanceof HTMLInputElement && target.type === "search";
}

/**
 * Find what the form asks for, and keep the address in step.
 * @param {"pushState" | "replaceState"} how
 */
function find(how) {
  clearTimeout(typing);
  const given = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  const asked = new URLSearchParams(given.filter(([name, value]) => value && `${name}=${value}` !== "sort=title"));
  const address = addressOf(asked.size ? `/documents?${asked}` : "/documents");
  history[how](null, "", address);
  show(address);
}

/**
 * Let links that only change the list do so in place.
 * @param {MouseEvent} event
 */
function followLink(event) {
  const link = nearest(event.target, "#shelf-results a", HTMLAnchorElement);
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  if (!link || modified || new URL(link.href).pathname !== addressOf("/documents")) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show(link.href, { fields: true, focus: true });
}

/**
 * Give a row what needs a script: a box, and buttons.
 * @param {HTMLElement} row
 */
function dress(row) {
  const { title } = documentOf(row);
  const label = element("span", { class: "hidden" }, `Choose “${title}”`);
  row.prepend(element("label", { class: "shelf-check" }, element("input", { type: "checkbox" }), label));
  /** @type {(words: string, act: string, name: string) => HTMLElement} */
  const button = (words, act, name) => element("button", { type: "button", class: "quiet", "data-act": act, "aria-label": name }, words);
  within(row, ".shelf-tools", HTMLElement).append(
    button("Collections", "collections", `Collections of “${title}”`),
    button("Delete", "delete", `Delete “${title}”`),
  );
}

/**
 * Show the list after documents have gone or come back; a focus that went with a toast goes to what came.
 * @param {{id: string}[]} documents
 */
async function changed(documents) {
  await refresh();
  if (document.activeElement !== document.body) return;
  const row = rows().find((each) => idOf(each) === documents[0]?.id);
  (row ? within(row, ".shelf-title", HTMLElement) : byId("shelf-count", HTMLElement)).focus();
}
