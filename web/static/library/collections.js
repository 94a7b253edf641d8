/** The collections that documents are in, which are their tags: a dialog to add to and remove from them. */

/** @import { DocumentSummary, Facets } from "../common/data.js" */

/** @typedef {Pick<DocumentSummary, "id" | "title" | "tags">} Tagged */

import { openDialog } from "../common/dialog.js";
import { element, within } from "../common/dom.js";
import { reach, wordsOf } from "../common/events.js";
import { toast } from "../common/toast.js";

/**
 * Let the reader choose the collections of documents.
 * @param {Tagged[]} documents
 * @param {(summaries: DocumentSummary[]) => unknown} changed called with those that are in others now
 */
export async function editCollections(documents, changed) {
  /** @type {Facets} */
  const { tags } = await (await reach("/api/library/facets")).json();
  const known = [...new Set([...documents.flatMap((each) => each.tags), ...tags.map(({ tag }) => tag)])];
  const boxes = known.map((tag) => boxOf(tag, documents));
  const field = element("input", { type: "text", id: "collections-new", maxlength: "100", autocomplete: "off", dir: "auto" });
  const form = element(
    "form",
    { method: "dialog", class: "collections" },
    element("label", { for: "collections-new" }, "New collections, with commas between them"),
    field,
    element("fieldset", { class: "collections-known" }, element("legend", { class: "hidden" }, "Collections"), ...boxes),
    element("div", { class: "dialog-foot" }, element("button", { value: "yes" }, "Save")),
  );
  const title = documents.length === 1 ? `Collections of “${documents[0].title}”` : `Collections of ${documents.length} documents`;
  const dialog = openDialog(title, form);
  field.focus();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") save(documents, boxes, field.value.split(","), changed);
  });
}

/**
 * Some of the documents are in it: the box says so, and changes nothing until it is touched.
 * @param {string} tag
 * @param {Tagged[]} documents
 */
function boxOf(tag, documents) {
  const box = element("input", { type: "checkbox", value: tag });
  const count = documents.filter((each) => each.tags.includes(tag)).length;
  box.checked = count === documents.length;
  box.indeterminate = count > 0 && !box.checked;
  return element("label", {}, box, element("span", { dir: "auto" }, tag));
}

/**
 * @param {Tagged[]} documents
 * @param {HTMLLabelElement[]} labels
 * @param {string[]} added
 * @param {(summaries: DocumentSummary[]) => unknown} changed
 */
async function save(documents, labels, added, changed) {
  const boxes = labels.map((label) => within(label, "input", HTMLInputElement)).filter((box) => !box.indeterminate);
  const wanted = [...added.map((tag) => tag.trim()).filter(Boolean), ...boxes.filter((box) => box.checked).map((box) => box.value)];
  const unwanted = new Set(boxes.filter((box) => !box.checked).map((box) => box.value));
  const after = documents.map(({ id, tags }) => ({ id, tags: [...new Set([...tags.filter((tag) => !unwanted.has(tag)), ...wanted])] }));
  const changes = after.filter(({ tags }, at) => !sameTags(tags, documents[at].tags));
  if (!changes.length) return;
    const words = changes.length === 1 ? "Collections changed." : `Collections of ${changes.length} documents changed.`;
  if (await put(changes, changed)) toast(words, { action: "Undo", onAction: () => put(documents, changed) });
}

/**
 * @param {string[]} some
 * @param {string[]} others
 */
function sameTags(some, others) {
  return some.length === others.length && some.every((tag) => others.includes(tag));
}

/**
 * One after another: the index has one writer.
 * @param {Pick<Tagged, "id" | "tags">[]} all
 * @param {(summaries: DocumentSummary[]) => unknown} changed
 */
async function put(all, changed) {
  /** @type {DocumentSummary[]} */
  const done = [];
  try {
    for (const { id, tags } of all) {
      const headers = { "Content-Type": "application/json" };
      const response = await reach(`/api/documents/${id}/tags`, { method: "PUT", headers, body: JSON.stringify({ tags }) });
      done.push(await response.json());
    }
  } catch (error) {
    toast(wordsOf(error));
  }
  if (done.length) await changed(done);
  return done.length === all.length;
}
