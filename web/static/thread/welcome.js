/** The empty page: questions that the user's own documents answer. */

import { addressOf } from "../common/address.js";
import { element } from "../common/dom.js";

const PATIENCE_MS = 4000;
const TRIES = 8;

/** Let an example be asked; where the server has none yet, look again while the page stays empty. */
export function offerExamples(ask) {
  document.getElementById("thread").addEventListener("submit", (event) => {
    const button = event.target.closest(".examples form")?.querySelector("button");
    if (!button) return;
    event.preventDefault();
    ask(button.value);
  });
  if (document.getElementById("examples")?.hidden) look(TRIES);
}

async function look(tries) {
  const box = document.getElementById("examples");
  if (!box || !tries) return;
  const response = await fetch(addressOf("/api/examples")).catch(() => null);
  const { questions } = response?.ok ? await response.json() : { questions: [] };
  if (!questions.length) {
    setTimeout(look, PATIENCE_MS, tries - 1);
    return;
  }
  const items = questions.map((text) => {
    const button = element("button", { name: "question", value: text }, text);
    return element("li", {}, element("form", { action: addressOf("/ask"), method: "post" }, button));
  });
  box.querySelector(".examples").replaceChildren(...items);
  box.hidden = false;
}
