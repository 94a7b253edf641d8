/** The rail of conversations: opened on a narrow screen, searched, and each renamed, exported, deleted. */

/** @import { ConversationSummary } from "../common/data.js" */

import { addressOf } from "../common/address.js";
import { confirm } from "../common/dialog.js";
import { allWithin, byId, element, within } from "../common/dom.js";
import { reach, wordsOf } from "../common/events.js";
import { toast } from "../common/toast.js";
import { byDay } from "./days.js";
import { openMenu } from "./menu.js";

const MOST = 40;
const TYPING_MS = 150;
const rail = byId("rail", HTMLElement);
const list = byId("rail-list", HTMLElement);
const field = byId("rail-search", HTMLInputElement);
const toggle = byId("rail-toggle", HTMLElement);
let current = document.getElementById("thread")?.dataset.conversation ?? "";
let typing = 0;

/** Let the rail that the server made do what needs a script. */
export function liveRail() {
  allWithin(list, ".rail-item", HTMLElement).forEach(addMenu);
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(refresh, TYPING_MS);
  });
  toggle.setAttribute("role", "button");
  toggle.setAttribute("aria-expanded", "false");
  toggle.addEventListener("click", (event) => {
    event.preventDefault();
    openRail();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeRail());
}

/** Show the rail where it is a drawer, and go to its search. */
export function openRail() {
  if (toggle.checkVisibility() && !rail.classList.contains("open")) {
    const scrim = element("button", { type: "button", class: "scrim", "aria-label": "Close the conversations" });
    scrim.addEventListener("click", closeRail);
    rail.classList.add("open");
    rail.after(scrim);
    toggle.setAttribute("aria-expanded", "true");
  }
  field.focus();
}

/**
 * Show what is kept now, with this conversation as the current one.
 * @param {string} id
 */
export function showRail(id) {
  current = id;
  rail.querySelector("nav [aria-current]")?.removeAttribute("aria-current");
  refresh();
}

function closeRail() {
  const scrim = document.querySelector(".scrim");
  if (!scrim) return;
  scrim.remove();
  rail.classList.remove("open");
  toggle.setAttribute("aria-expanded", "false");
  toggle.focus();
}

async function refresh() {
  const query = field.value.trim();
  try {
    const response = await reach(`/api/conversations?${new URLSearchParams({ q: query, limit: String(MOST) })}`);
    /** @type {{conversations: ConversationSummary[]}} */
    const { conversations } = await response.json();
    if (field.value.trim() !== query) return;
    list.replaceChildren(...(conversations.length ? byDay(conversations).map(group) : [element("p", {}, nothing(query))]));
  } catch (error) {
    list.replaceChildren(element("p", {}, wordsOf(error)));
  }
}

/** @param {string} query */
function nothing(query) {
  return query ? `No conversation has “${query}”.` : "Questions that you ask are kept here, on this machine.";
}

/** @param {[string, ConversationSummary[]]} labelled */
function group([label, conversations]) {
  return element("section", {}, element("h2", {}, label), element("ul", {}, ...conversations.map(item)));
}

/** @param {ConversationSummary} conversation */
function item({ id, title }) {
  const link = element("a", { href: addressOf(`/conversations/${id}`), dir: "auto", "aria-current": id === current ? "page" : undefined }, title);
  const made = element("li", { class: "rail-item", "data-conversation": id }, link);
  addMenu(made);
  return made;
}

/** @param {HTMLElement} row */
function addMenu(row) {
  const { conversation: id = "" } = row.dataset;
  const title = within(row, "a", HTMLElement).textContent;
  const button = element("button", { type: "button", class: "quiet icon", "aria-label": `More about “${title}”`, "aria-haspopup": "menu" }, "⋯");
  button.addEventListener("click", () =>
    openMenu(button, [
      ["Rename", () => rename(row, id)],
      ["Export as Markdown", addressOf(`/api/conversations/${id}/export?format=markdown`)],
      ["Export as JSON", addressOf(`/api/conversations/${id}/export?format=json`)],
      ["Delete", () => remove(id, title)],
    ]),
  );
  row.append(button);
}

/**
 * @param {HTMLElement} row
 * @param {string} id
 */
function rename(row, id) {
  const link = within(row, "a", HTMLElement);
  const input = element("input", { type: "text", maxlength: "200", "aria-label": "Title of the conversation" });
  input.value = link.textContent;
  link.hidden = true;
  row.prepend(input);
  input.select();
  let ended = false;
  const end = async (/** @type {boolean} */ keep) => {
    if (ended) return;
    ended = true;
    const title = input.value.trim();
    if (keep && title && title !== link.textContent) await change(id, title);
    input.remove();
    link.hidden = false;
    link.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) end(true);
    if (event.key === "Escape") end(false);
  });
  input.addEventListener("blur", () => end(true));
}

/**
 * @param {string} id
 * @param {string} title
 */
async function change(id, title) {
  try {
    await reach(`/api/conversations/${id}`, { method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ title }) });
    await refresh();
  } catch (error) {
    toast(wordsOf(error));
  }
}

/**
 * @param {string} id
 * @param {string} title
 */
async function remove(id, title) {
  if (!(await confirm(`Delete “${title}”?`, "Its questions and answers go for good. The documents stay.", "Delete"))) return;
  try {
    await reach(`/api/conversations/${id}`, { method: "DELETE" });
    if (id === current) location.assign(addressOf("/"));
    else await refresh();
  } catch (error) {
    toast(wordsOf(error));
  }
}
