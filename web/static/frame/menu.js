/** A menu at a button: a popover that the browser closes, with its items reached by the arrow keys. */

import { allWithin, element } from "../common/dom.js";

const GAP = 4;

/**
 * Open a menu.
 * @param {HTMLButtonElement} button that it belongs to, and where the focus goes back to
 * @param {[string, (() => void) | string][]} items words, and what they do or where they lead
 */
export function openMenu(button, items) {
  const menu = element("div", { class: "menu", role: "menu", popover: "auto" });
  for (const [words, what] of items) {
    const isLink = typeof what === "string";
    const item = element(isLink ? "a" : "button", isLink ? { href: what, role: "menuitem" } : { type: "button", role: "menuitem" }, words);
    item.addEventListener("click", () => {
      menu.hidePopover();
      if (!isLink) what();
    });
    menu.append(item);
  }
  const made = allWithin(menu, "[role=menuitem]", HTMLElement);
  menu.addEventListener("keydown", (event) => move(event, made));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    menu.remove();
    button.removeAttribute("aria-expanded");
    if (document.activeElement === document.body) button.focus();
  });
  button.setAttribute("aria-expanded", "true");
  button.after(menu);
  menu.showPopover();
  put(menu, button.getBoundingClientRect());
  made[0]?.focus();
}

/**
 * @param {HTMLElement} menu
 * @param {DOMRect} at
 */
function put(menu, at) {
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + GAP + height <= innerHeight;
  menu.style.top = `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height)}px`;
  menu.style.left = `${Math.min(Math.max(GAP, at.left), innerWidth - width - GAP)}px`;
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} items
 */
function move(event, items) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!step) return;
  event.preventDefault();
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}
