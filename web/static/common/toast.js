/** One line that floats for a while, with at most one thing to do; a new one takes the place of the last. */

import { element, setText } from "./dom.js";

const SHOWN_MS = 10_000;
// It is there before anything is said: a screen reader watches only what it has seen.
const said = element("div", { class: "hidden", role: "status" });
document.body.append(said);
let dismiss = () => {};

/**
 * Show a line for ten seconds, longer while it is pointed at or has the focus.
 * @param {string} text
 * @param {{action?: string, onAction?: () => void}} offer what a button says and does
 */
export function toast(text, { action, onAction } = {}) {
  dismiss();
  const shown = element("div", { class: "toast", popover: "manual" }, element("p", {}, text));
  if (action) shown.append(button(action, { class: "toast-action" }, onAction));
  shown.append(button("✕", { class: "quiet toast-close", "aria-label": "Close this message" }));
  // Above a dialog too, which covers everything else.
  (document.querySelector("dialog:modal") ?? document.querySelector("main") ?? document.body).append(shown);
  shown.showPopover();
  setText(said, action ? `${text} ${action}: button at the end of the page.` : text);
  const timer = timed(shown);
  dismiss = () => {
    timer.abort();
    shown.remove();
    said.textContent = "";
    dismiss = () => {};
  };
}

/**
 * @param {string} words
 * @param {Record<string, string>} attributes
 * @param {() => void} act
 */
function button(words, attributes, act = () => {}) {
  const made = element("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", () => {
    dismiss();
    act();
  });
  return made;
}

/**
 * Let the time run, and stand still while somebody is at it.
 * @param {HTMLElement} shown
 */
function timed(shown) {
  const ended = new AbortController();
  let timer = 0;
  const run = () => {
    clearTimeout(timer);
    if (!shown.matches(":hover, :focus-within")) timer = setTimeout(() => dismiss(), SHOWN_MS);
  };
  const hold = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) shown.addEventListener(name, hold, { signal: ended.signal });
  // The focus has left only after the event.
  for (const name of ["pointerleave", "focusout"]) shown.addEventListener(name, () => setTimeout(run), { signal: ended.signal });
  shown.addEventListener("keydown", ({ key }) => key === "Escape" && dismiss());
  ended.signal.addEventListener("abort", hold);
  run();
  return ended;
}
