/** Light or dark by choice; the server sends the choice with the page, so that it never shows the other first. */

import { addressOf } from "../common/address.js";
import { byId } from "../common/dom.js";

const YEAR_SECONDS = 31_536_000;
const root = document.documentElement;
const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** Show the button, and let it work. */
export function offerTheme() {
  const button = byId("theme", HTMLButtonElement);
  button.hidden = false;
  button.addEventListener("click", switchTheme);
}

/** Go to the other theme; where that is the system's own, the choice is forgotten. */
export function switchTheme() {
  const now = root.dataset.theme ?? (dark.matches ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  const chosen = next === (dark.matches ? "dark" : "light") ? "" : next;
  if (chosen) root.dataset.theme = chosen;
  else delete root.dataset.theme;
  const secure = location.protocol.startsWith("https") ? "; Secure" : "";
  document.cookie = `theme=${chosen}; path=${addressOf("/")}; SameSite=Lax; max-age=${chosen ? YEAR_SECONDS : 0}${secure}`;
}
