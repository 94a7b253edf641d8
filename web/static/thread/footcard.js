/** The card of a footnote: its words and where they stand, while its mark is pointed at or has the focus. */

import { allWithin, byId, element, nearest } from "../common/dom.js";

const OPENING_MS = 120;
const CLOSING_MS = 200;
const GAP = 8;
const MARK = ".prose a.mark";
const card = element("div", { class: "footcard", id: "footcard", role: "tooltip", popover: "manual" });
/** @type {HTMLAnchorElement | null} */
let owner = null;
let timer = 0;

/** Let marks show their cards. */
export function showCards() {
  byId("main", HTMLElement).append(card);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const mark = nearest(event.target, MARK, HTMLAnchorElement);
    if (mark) later(() => show(mark), OPENING_MS);
    else if (nearest(event.target, ".footcard", HTMLElement)) clearTimeout(timer);
    else if (owner && !owner.matches(":focus-visible")) later(hideCard, CLOSING_MS);
  });
  document.addEventListener("focusin", (event) => {
    const mark = nearest(event.target, MARK, HTMLAnchorElement);
    if (mark?.matches(":focus-visible")) show(mark);
    else if (!nearest(event.target, ".footcard", HTMLElement)) hideCard();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hideCard());
  window.addEventListener("scroll", () => owner && put(owner), { passive: true });
}

/** Hide the card. */
export function hideCard() {
  clearTimeout(timer);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  if (card.matches(":popover-open")) card.hidePopover();
}

/**
 * @param {() => void} act
 * @param {number} milliseconds
 */
function later(act, milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(act, milliseconds);
}

/** @param {HTMLAnchorElement} mark */
function show(mark) {
  clearTimeout(timer);
  const answer = nearest(mark, ".exchange", HTMLElement);
  const links = answer ? allWithin(answer, ".footnotes > li > a.mark", HTMLAnchorElement) : [];
  const note = links.find((each) => each.href === mark.href)?.parentElement;
  if (!note || owner === mark) return;
  hideCard();
  owner = mark;
  card.replaceChildren(...[...note.children].slice(1).map((part) => part.cloneNode(true)));
  mark.setAttribute("aria-describedby", card.id);
  card.showPopover();
  put(mark);
}

/**
 * Put the card above its mark, or below it where there is no room above.
 * @param {HTMLElement} mark
 */
function put(mark) {
  const at = mark.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, at.left + at.width / 2 - width / 2), document.documentElement.clientWidth - width - GAP);
  const top = at.top - height - GAP >= 0 ? at.top - height - GAP : at.bottom + GAP;
  card.style.left = `${left}px`;
  card.style.top = `${top}px`;
}
