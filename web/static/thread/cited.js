/** A document as the panel shows it, the cited words marked; loaded with the first citation that is opened. */

/** @import { Place, StoredDocument } from "../common/data.js" */

import { addressOf } from "../common/address.js";
import { element } from "../common/dom.js";
import { reach } from "../common/events.js";
import { shown } from "../common/legibility.js";
import { around, pieces } from "../common/text.js";
import { dateInWords, sourceName } from "../common/words.js";

/** @type {Map<string, StoredDocument>} */
const documents = new Map();

/**
 * Return the version of a document that a place is in.
 * @param {Place} place
 * @throws {Problem} the server cannot be reached, or says what is wrong
 */
export async function read({ document_id: id, version }) {
  const address = `/api/documents/${id}?version=${version}`;
  /** @type {StoredDocument} */
  const found = documents.get(address) ?? (await (await reach(address)).json());
  documents.set(address, found);
  return found;
}

/**
 * Return what is said of a document under its title.
 * @param {StoredDocument} found
 * @param {string | undefined} page that the cited words begin on
 */
export function factsOf(found, page) {
  const facts = [found.published_at ? dateInWords(found.published_at) : "", sourceName(found.source)];
  if (page) facts.push(`page ${page}`);
  if (!found.current) facts.push(`an older version (${found.version}), kept because answers cite it`);
  return facts.filter(Boolean).join(" · ");
}

/**
 * Return a document's text, or the part of a long one that a place stands in.
 * @param {StoredDocument} found
 * @param {Place} place
 */
export function textOf(found, place) {
  const part = around(found, place.start, place.end);
  const text = pieces(part, part.from, part.to).flatMap(run);
  return part.cut ? [...text, element("p", { class: "hint" }, "The document goes on: “Open” shows all of it.")] : text;
}

/**
 * Return the cited page as it looks, the words marked; nothing stays where it cannot be drawn.
 * @param {Place} place
 * @param {string} number
 */
export function leaf({ document_id: id, version, start, end }, number) {
  const src = addressOf(`/api/documents/${id}/pages/${number}?version=${version}&start=${start}&end=${end}`);
  const image = element("img", { src, alt: `Page ${number} as it looks, the cited words marked` });
  const figure = element("figure", { class: "leaf" }, image, element("figcaption", {}, `Page ${number}`));
  image.addEventListener("error", () => figure.remove());
  return figure;
}

/**
 * @param {{text: string, heading: boolean, cited: boolean}} piece
 * @returns {(string | Node)[]}
 */
function run(piece) {
  if (piece.cited) return [element("mark", { class: piece.heading ? "heading" : undefined }, piece.text)];
  if (piece.heading) return [element("span", { class: "heading", role: "heading", "aria-level": "3" }, piece.text)];
  return shown(piece.text);
}
