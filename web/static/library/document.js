/** A document's own page: its collections are changed in place; without a script, by a form. */

import { addressOf } from "../common/address.js";
import { element } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { editCollections } from "./collections.js";

const page = document.getElementById("document");
const { id, title } = page.dataset;
const list = document.getElementById("document-tags");

// An older version has none.
document.getElementById("document-collections")?.addEventListener("click", () => {
  const tags = [...list.querySelectorAll(".chip")].map((chip) => chip.textContent.trim());
  editCollections([{ id, title, tags }], ([now]) => show(now.tags)).catch((error) => toast(error.message));
});

function show(tags) {
  const links = tags.map((tag) => element("a", { class: "chip", href: addressOf(`/documents?${new URLSearchParams({ tag })}`), dir: "auto" }, tag));
  list.replaceChildren(...links.map((link) => element("li", {}, link)));
}
