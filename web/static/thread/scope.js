/** What the composer says beside the question: which documents may answer, and what sort of answer is wanted. */

import { allWithin, byId, element, nearest } from "../common/dom.js";

const composer = byId("composer", HTMLElement);
const narrowed = byId("narrowed", HTMLElement);
/** @type {Record<string, string>} */
const words = { tag: "In", author: "By" };

/** Return the filters of a question; none when every document may answer. */
export function scope() {
  const [sources, tags, authors] = ["source", "tag", "author"].map(chosen);
  if (!sources.length && !tags.length && !authors.length) return undefined;
  return { sources, tags, authors };
}

/** Return the kind of answer that was chosen, if one was; it counts for one question. */
export function wantedKind() {
  const [chosen] = allWithin(composer, "#kind", HTMLSelectElement);
  const kind = chosen?.value || undefined;
  if (chosen) chosen.value = "";
  return kind;
}

/**
 * Return the values of a field: those that chips hold, and that of its select.
 * @param {string} field
 */
function chosen(field) {
  const held = allWithin(composer, `input[name=${field}]`, HTMLInputElement).map((input) => input.value);
  return [...held, ...selects(field).map((select) => select.value)].filter((value) => value);
}

/** @param {string} field */
function selects(field) {
  return allWithin(composer, `select[name=${field}]`, HTMLSelectElement);
}

/**
 * Show what stands in a select as a chip, in the place of what stood there before.
 * @param {HTMLSelectElement} select
 */
function showChip({ name, value }) {
  const [before] = allWithin(narrowed, `.chip[data-field=${name}]:not(:has(input))`, HTMLElement);
  if (!value) {
    before?.remove();
    return;
  }
  const cross = element("a", { href: location.pathname, "aria-label": `Remove: ${value}` }, "✕");
  const chip = element("span", { class: "chip", "data-field": name }, element("span", {}, `${words[name]} ${value}`), cross);
  if (before) before.replaceWith(chip);
  else narrowed.append(chip);
}

composer.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLSelectElement && target.name in words) showChip(target);
});

// Without a script the cross leads to the page without the chip.
narrowed.addEventListener("click", (event) => {
  const chip = nearest(nearest(event.target, "a", HTMLElement), ".chip", HTMLElement);
  if (!chip) return;
  event.preventDefault();
  if (!chip.querySelector("input")) for (const select of selects(chip.dataset.field ?? "")) select.value = "";
  chip.remove();
  byId("question", HTMLElement).focus();
});
