/** A document's own page: its collections are changed in place; without a script, by a form. */

import { addressOf } from "../common/address.js";
import { allWithin, byId, element } from "../common/dom.js";
import { wordsOf } from "../common/events.js";
import { toast } from "../common/toast.js";
import { editCollections } from "./collections.js";

const { id = "", title = "" } = byId("document", HTMLElement).dataset;
const list = byId("document-tags", HTMLElement);

// An older version has none.
document.getElementById("document-collections")?.addEventListener("click", () => {
  const tags = allWithin(list, ".chip", HTMLElement).map((chip) => chip.textContent.trim());
  editCollections([{ id, title, tags }], ([now]) => show(now.tags)).catch((error) => toast(wordsOf(error)));
});

/** @param {string[]} tags */
function show(tags) {
  const links = tags.map((tag) => element("a", { class: "chip", href: addressOf(`/documents?${new URLSearchParams({ tag })}`), dir: "auto" }, tag));
  list.replaceChildren(...links.map((link) => element("li", {}, link)));
}
