/** The keyboard: single letters where nothing is being typed, and the list of them. */

import { addressOf } from "../common/address.js";
import { openDialog } from "../common/dialog.js";
import { element } from "../common/dom.js";
import { openRail } from "./rail.js";
import { switchTheme } from "./theme.js";

const LIST = [
  ["/", "Go to the question, or to the search"],
  ["Enter", "Ask"],
  ["Shift Enter", "New line"],
  ["Escape", "Stop an answer, close what is open"],
  ["n", "Next citation"],
  ["p", "Previous citation"],
  ["o", "Open the cited document"],
  ["w", "Why this passage"],
  ["c", "Copy the newest answer"],
  ["e", "Edit the newest question"],
  ["h", "Conversations"],
  ["d", "Documents"],
  ["t", "Light or dark"],
  ["?", "This list"],
];

const ACTS = {
  "/": () => (document.getElementById("question") ?? document.querySelector("main input[type=search]"))?.focus(),
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
  const button = document.getElementById("keys-open");
  button.hidden = false;
  button.addEventListener("click", listKeys);
  document.addEventListener("keydown", (event) => {
    const act = ACTS[event.key];
    const typing = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    if (!act || typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog:modal:not(.panel)")) return;
    event.preventDefault();
    act();
  });
}

/** Only the page to ask on has a panel. */
async function panel() {
  return document.getElementById("panel") ? import("../thread/panel.js") : null;
}

function newestTool(name) {
  return [...document.querySelectorAll(`.exchange .tools .${name}`)].pop();
}

function listKeys() {
  const rows = LIST.map(([keys, words]) => {
    const caps = keys.split(" ").map((key) => element("kbd", {}, key));
    return element("div", {}, element("dt", {}, ...caps), element("dd", {}, words));
  });
  openDialog("Keyboard shortcuts", element("dl", { class: "keys" }, ...rows));
}
