/** Documents are deleted, and come back within the hour that the server keeps them. */

import { reach, wordsOf } from "../common/events.js";
import { toast } from "../common/toast.js";

/** @typedef {{id: string, title: string}} Named */

/**
 * Delete documents, and offer to undo it.
 * @param {Named[]} documents
 * @param {(changed: Named[]) => unknown} changed called with those that are gone, and with those that are back
 */
export async function remove(documents, changed) {
  const gone = await each(documents, "", "DELETE");
  if (!gone.length) return;
  await changed(gone);
  toast(`${inWords(gone)} deleted.`, { action: "Undo", onAction: () => restore(gone, changed) });
}

/**
 * Bring documents back, in all their versions.
 * @param {Named[]} documents
 * @param {(changed: Named[]) => unknown} changed
 */
export async function restore(documents, changed) {
  const back = await each(documents, "/restore", "POST");
  if (!back.length) return;
  await changed(back);
  toast(`${inWords(back)} restored.`);
}

/**
 * One after another: the index has one writer. Those before a failure are done.
 * @param {Named[]} documents
 * @param {string} path
 * @param {string} method
 */
async function each(documents, path, method) {
  const done = [];
  try {
    for (const document of documents) {
      await reach(`/api/documents/${document.id}${path}`, { method });
      done.push(document);
    }
  } catch (error) {
    toast(wordsOf(error));
  }
  return done;
}

/**
 * @param {Named[]} documents
 */
function inWords(documents) {
  return documents.length === 1 ? `“${documents[0].title}”` : `${documents.length} documents`;
}
