/** Asking again: a question goes back into the composer, and its new answer takes the place of it and all after it. */

import { allWithin, byId, element } from "../common/dom.js";

const narrowed = byId("narrowed", HTMLElement);
const thread = byId("thread", HTMLElement);
const question = byId("question", HTMLTextAreaElement);
/** @type {number | null} */
let number = null;

/**
 * Put a turn's question into the composer.
 * @param {HTMLElement} article
 * @param {string} text
 */
export function edit(article, text) {
  stopEditing();
  number = Number(article.dataset.turn);
  const cross = element("button", { type: "button", "aria-label": "Do not edit" }, "✕");
  cross.addEventListener("click", () => {
    stopEditing();
    question.value = "";
    question.focus();
  });
  const last = article === thread.querySelector(".exchange:last-of-type");
  const words = last ? "Editing the last question" : "Editing: what was asked after it goes too";
  narrowed.append(element("span", { class: "chip", id: "editing" }, element("span", {}, words), cross));
  question.value = text;
  question.focus();
  question.setSelectionRange(text.length, text.length);
}

/** Return the turn that is edited, with the exchanges that will go; null when none is. */
export function edited() {
  if (number === null) return null;
  const first = number;
  const articles = allWithin(thread, ".exchange[data-turn]", HTMLElement).filter((each) => Number(each.dataset.turn) >= first);
  return { number, articles };
}

/** Edit nothing any more. */
export function stopEditing() {
  number = null;
  document.getElementById("editing")?.remove();
}
