/** A dialog in front of the page: the browser keeps the focus inside, and gives it back. */

import { element } from "./dom.js";

let opened = 0;

/**
 * Open a dialog, which is gone when it closes.
 * @param {string} title
 * @param {...(Node | string)} children what is in it
 * @returns {HTMLDialogElement} its returnValue is empty when it was only closed
 */
export function openDialog(title, ...children) {
  opened += 1;
  const id = `dialog-title-${opened}`;
  const close = element("button", { type: "button", class: "quiet icon dialog-close", "aria-label": "Close" }, "✕");
  const head = element("header", { class: "dialog-head" }, element("h2", { id, dir: "auto" }, title), close);
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": id, closedby: "any" }, head, ...children);
  close.addEventListener("click", () => dialog.close());
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    // The browser does it where the element still shows.
    if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Ask before something is done.
 * @param {string} question the title
 * @param {string} consequence what will be so afterwards
 * @param {string} action what the button says
 * @returns {Promise<boolean>} whether it is to be done
 */
export function confirm(question, consequence, action) {
  const cancel = element("button", { class: "quiet" }, "Cancel");
  const form = element(
    "form",
    { method: "dialog" },
    element("p", {}, consequence),
    element("div", { class: "dialog-foot" }, cancel, element("button", { value: "yes" }, action)),
  );
  const dialog = openDialog(question, form);
  cancel.focus();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes")));
}
