/** Elements made of text and attributes; nothing here, or anywhere on the page, takes markup from a string. */

/**
 * Make an element.
 * @param {string} tag its name
 * @param {Record<string, string>} attributes by name; an absent value leaves the attribute out
 * @param {...(Node | string)} children strings become text
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
