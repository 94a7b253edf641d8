/** What the composer says beside the question: which documents may answer, and what sort of answer is wanted. */

import { allWithin, byId, nearest } from "../common/dom.js";

const composer = byId("composer", HTMLElement);

/** Return the filters of a question; none when every document may answer. */
export function scope() {
  const sources = allWithin(composer, "input[name=source]", HTMLInputElement).map((input) => input.value);
  const [collection] = allWithin(composer, "#collection", HTMLSelectElement);
  const tag = collection?.value;
  if (!sources.length && !tag) return undefined;
  return { sources, tags: tag ? [tag] : [] };
}

/** Return the kind of answer that was chosen, if one was; it counts for one question. */
export function wantedKind() {
  const [chosen] = allWithin(composer, "#kind", HTMLSelectElement);
  const kind = chosen?.value || undefined;
  if (chosen) chosen.value = "";
  return kind;
}

// Without a script the cross leads to the page without the chip.
composer.addEventListener("click", (event) => {
  const cross = nearest(event.target, "#narrowed a", HTMLElement);
  if (!cross) return;
  event.preventDefault();
  cross.closest(".chip")?.remove();
  byId("question", HTMLElement).focus();
});
