/** Elements made of text and attributes; nothing here, or anywhere on the page, takes markup from a string. */

import { shown, visible } from "./legibility.js";

const READ = new Set(["alt", "aria-label", "placeholder", "title"]);

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag its name
 * @param {Record<string, string | null | undefined>} attributes by name; an absent value leaves the attribute out
 * @param {...(Node | string)} children strings become text, in which what is hidden shows
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(name, READ.has(name) ? visible(String(value)) : value);
  }
  made.append(...children.flatMap(/** @returns {(string | Node)[]} */ (child) => (typeof child === "string" ? shown(child) : [child])));
  return made;
}

/**
 * Put text into an element, in the place of what is there.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  element.replaceChildren(...shown(text));
}
