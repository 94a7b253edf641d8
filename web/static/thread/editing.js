/** Asking again: a question goes back into the composer, and its new answer takes the place of it and all after it. */

import { element } from "../common/dom.js";

const narrowed = document.getElementById("narrowed");
const thread = document.getElementById("thread");
let question = null;
let number = null;

/** Name the field to edit in. */
export function onEdit(field) {
  question = field;
}

/** Put a turn's question into the composer. */
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
  const articles = [...thread.querySelectorAll(".exchange[data-turn]")].filter((each) => Number(each.dataset.turn) >= number);
  return { number, articles };
}

/** Edit nothing any more. */
export function stopEditing() {
  number = null;
  document.getElementById("editing")?.remove();
}
