/** The page of documents: found, sorted and paged in place, deleted, and put into collections. */

import { addressOf } from "../common/address.js";
import { element } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { chooseNone, chosenDocuments, liveBoxes, showChosen } from "./choosing.js";
import { documentOf, refresh, rows, show, whenListed } from "./listing.js";
import { remove, restore } from "./removal.js";

const TYPING_MS = 200;
const form = document.getElementById("shelf-filters");
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
  if (event.target.type === "search") typing = setTimeout(find, TYPING_MS, "replaceState");
});
form.addEventListener("change", (event) => event.target.type !== "search" && find("pushState"));
window.addEventListener("popstate", () => show(location.href, { fields: true }));
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  const row = button?.closest(".shelf-row");
  if (button) acts[button.dataset.act](row ? [documentOf(row)] : chosenDocuments());
  else followLink(event);
});
liveBoxes();
whenListed(() => {
  rows().forEach(dress);
  showChosen();
});
document.addEventListener("submit", (event) => {
  if (!event.target.closest("#shelf-lately")) return;
  event.preventDefault();
  restore([{ id: event.target.dataset.id, title: event.target.previousElementSibling.textContent }], changed);
});

async function edit(some) {
  try {
    const { editCollections } = await import("./collections.js");
    await editCollections(some, refresh);
  } catch (error) {
    toast(error.message);
  }
}

/** Find what the form asks for, and keep the address in step. */
function find(how) {
  clearTimeout(typing);
  const asked = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && `${name}=${value}` !== "sort=title"));
  const address = addressOf(asked.size ? `/documents?${asked}` : "/documents");
  history[how](null, "", address);
  show(address);
}

/** Let links that only change the list do so in place. */
function followLink(event) {
  const link = event.target.closest("#shelf-results a");
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  if (!link || modified || new URL(link.href).pathname !== addressOf("/documents")) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show(link.href, { fields: true, focus: true });
}

/** Give a row what needs a script: a box, and buttons. */
function dress(row) {
  const { title } = documentOf(row);
  const label = element("span", { class: "hidden" }, `Choose “${title}”`);
  row.prepend(element("label", { class: "shelf-check" }, element("input", { type: "checkbox" }), label));
  const button = (words, act, name) => element("button", { type: "button", class: "quiet", "data-act": act, "aria-label": name }, words);
  row.querySelector(".shelf-tools").append(
    button("Collections", "collections", `Collections of “${title}”`),
    button("Delete", "delete", `Delete “${title}”`),
  );
}

/** Show the list after documents have gone or come back; a focus that went with a toast goes to what came. */
async function changed(documents = []) {
  await refresh();
  if (document.activeElement !== document.body) return;
  const row = rows().find((each) => each.dataset.id === documents[0]?.id);
  (row?.querySelector(".shelf-title") ?? document.getElementById("shelf-count")).focus();
}
