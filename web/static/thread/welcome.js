/** The empty page: questions that the user's own documents answer. */

import { addressOf } from "../common/address.js";
import { byId, element, nearest, within } from "../common/dom.js";

const PATIENCE_MS = 4000;
const TRIES = 8;

/**
 * Let an example be asked; where the server has none yet, look again while the page stays empty.
 * @param {(question: string) => void} ask
 */
export function offerExamples(ask) {
  byId("thread", HTMLElement).addEventListener("submit", (event) => {
    const button = nearest(event.target, ".examples form", HTMLElement)?.querySelector("button");
    if (!button) return;
    event.preventDefault();
    ask(button.value);
  });
  if (document.getElementById("examples")?.hidden) look(TRIES);
}

/** @param {number} tries */
async function look(tries) {
  const box = document.getElementById("examples");
  if (!box || !tries) return;
  const response = await fetch(addressOf("/api/examples")).catch(() => null);
  /** @type {{questions: string[]}} */
  const { questions } = response?.ok ? await response.json() : { questions: [] };
  if (!questions.length) {
    setTimeout(look, PATIENCE_MS, tries - 1);
    return;
  }
  const items = questions.map((text) => {
    const button = element("button", { name: "question", value: text }, text);
    return element("li", {}, element("form", { action: addressOf("/ask"), method: "post" }, button));
  });
  within(box, ".examples", HTMLElement).replaceChildren(...items);
  box.hidden = false;
}
