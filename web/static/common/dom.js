/** Elements, found and made; nothing here, or anywhere on the page, takes markup from a string. */

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

/**
 * Return the element of the page that has an id.
 * @template {Element} E
 * @param {string} id
 * @param {new () => E} kind of element that it is
 */
export const byId = (id, kind) => checked(document.getElementById(id), kind, `#${id}`);

/**
 * Return the first element in another that a selector matches.
 * @template {Element} E
 * @param {ParentNode} whole
 * @param {string} selector
 * @param {new () => E} kind
 */
export const within = (whole, selector, kind) => checked(whole.querySelector(selector), kind, selector);

/**
 * Return all of them.
 * @template {Element} E
 * @param {ParentNode} whole
 * @param {string} selector
 * @param {new () => E} kind
 */
export const allWithin = (whole, selector, kind) => [...whole.querySelectorAll(selector)].map((each) => checked(each, kind, selector));

/**
 * Return the nearest element around what an event was for, or that itself; null where no such element is.
 * @template {Element} E
 * @param {EventTarget | null} target
 * @param {string} selector
 * @param {new () => E} kind
 */
export function nearest(target, selector, kind) {
  const found = target instanceof Element ? target.closest(selector) : null;
  return found && checked(found, kind, selector);
}

/**
 * @template {Element} E
 * @param {Element | null} found
 * @param {new () => E} kind
 * @param {string} selector
 * @returns {E}
 */
function checked(found, kind, selector) {
  if (found instanceof kind) return found;
  throw new TypeError(`The page has no ${kind.name} at ${selector}`);
}
