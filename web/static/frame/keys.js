/** The keys: what each is for, and which letter a press is meant as. */

/** In the order of the list; those of more than a letter are heard where they are meant. */
export const KEYS = {
  "/": "Go to the question, or to the search",
  Enter: "Ask",
  "Shift Enter": "New line",
  Escape: "Stop an answer, close what is open",
  n: "Next citation",
  p: "Previous citation",
  o: "Open the cited document",
  w: "Why this passage",
  c: "Copy the newest answer",
  e: "Edit the newest question",
  h: "Conversations",
  d: "Documents",
  t: "Light or dark",
  "?": "This list",
};

/** @typedef {Exclude<keyof typeof KEYS, "Enter" | "Shift Enter" | "Escape">} Letter */

/**
 * Return the letter that a press is meant as; null where it is none, or belongs to the browser.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">} press outside fields and dialogs
 * @returns {Letter | null}
 */
export function letterOf({ key, ctrlKey, metaKey, altKey }) {
  return isLetter(key) && !ctrlKey && !metaKey && !altKey ? key : null;
}

/** @type {(key: string) => key is Letter} */
const isLetter = (key) => key.length === 1 && key in KEYS;
