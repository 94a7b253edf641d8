/** The card of a footnote: its words and where they stand, while its mark is pointed at or has the focus. */

import { element } from "../common/dom.js";

const OPENING_MS = 120;
const CLOSING_MS = 200;
const GAP = 8;
const card = element("div", { class: "footcard", id: "footcard", role: "tooltip", popover: "manual" });
let owner = null;
let timer = 0;

/** Let marks show their cards. */
export function showCards() {
  document.getElementById("main").append(card);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const mark = event.target.closest?.(".prose a.mark");
    if (mark) later(() => show(mark), OPENING_MS);
    else if (event.target.closest?.(".footcard")) clearTimeout(timer);
    else if (owner && !owner.matches(":focus-visible")) later(hideCard, CLOSING_MS);
  });
  document.addEventListener("focusin", (event) => {
    const mark = event.target.closest?.(".prose a.mark");
    if (mark?.matches(":focus-visible")) show(mark);
    else if (!card.contains(event.target)) hideCard();
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

function later(act, milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(act, milliseconds);
}

function show(mark) {
  clearTimeout(timer);
  const notes = mark.closest(".exchange").querySelectorAll(".footnotes > li");
  const note = [...notes].find((each) => each.querySelector("a.mark").href === mark.href);
  if (!note || owner === mark) return;
  hideCard();
  owner = mark;
  card.replaceChildren(...[...note.children].slice(1).map((part) => part.cloneNode(true)));
  mark.setAttribute("aria-describedby", card.id);
  card.showPopover();
  put(mark);
}

/** Put the card above its mark, or below it where there is no room above. */
function put(mark) {
  const at = mark.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, at.left + at.width / 2 - width / 2), document.documentElement.clientWidth - width - GAP);
  const top = at.top - height - GAP >= 0 ? at.top - height - GAP : at.bottom + GAP;
  card.style.left = `${left}px`;
  card.style.top = `${top}px`;
}
