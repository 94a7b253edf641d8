/** The keyboard: single letters where nothing is being typed, and the list of them. */

/** @import { Letter } from "./keys.js" */

import { addressOf } from "../common/address.js";
import { openDialog } from "../common/dialog.js";
import { allWithin, byId, element, nearest } from "../common/dom.js";
import { KEYS, letterOf } from "./keys.js";
import { openRail } from "./rail.js";
import { switchTheme } from "./theme.js";

const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, select";
const FIRST_FIELD = "#question, main input[type=search]";

/** @type {Record<Letter, () => unknown>} */
const ACTS = {
  "/": () => allWithin(document, FIRST_FIELD, HTMLElement)[0]?.focus(),
  n: async () => (await panel())?.walk(1),
  p: async () => (await panel())?.walk(-1),
  o: async () => (await panel())?.openWhole(),
  w: async () => (await panel())?.explain(),
  c: () => newestTool("copy")?.click(),
  e: () => newestTool("edit")?.click(),
  h: openRail,
  d: () => location.assign(addressOf("/documents")),
  t: switchTheme,
  "?": listKeys,
};

/** Listen for keys, and show the button of their list. */
export function offerKeys() {
  const button = byId("keys-open", HTMLButtonElement);
  button.hidden = false;
  button.addEventListener("click", listKeys);
  document.addEventListener("keydown", (event) => {
    const letter = letterOf(event);
    if (!letter || nearest(event.target, FIELDS, HTMLElement) || document.querySelector("dialog:modal:not(.panel)")) return;
    event.preventDefault();
    ACTS[letter]();
  });
}

/** Only the page to ask on has a panel. */
async function panel() {
  return document.getElementById("panel") ? import("../thread/panel.js") : null;
}

/** @param {string} name */
function newestTool(name) {
  return allWithin(document, `.exchange .tools .${name}`, HTMLElement).pop();
}

function listKeys() {
  const rows = Object.entries(KEYS).map(([keys, words]) => {
    const caps = keys.split(" ").map((key) => element("kbd", {}, key));
    return element("div", {}, element("dt", {}, ...caps), element("dd", {}, words));
  });
  openDialog("Keyboard shortcuts", element("dl", { class: "keys" }, ...rows));
}
