/** The panel beside the answer: a document with the cited words marked; on a narrow screen it covers the page. */

/** @import { Place, StoredDocument } from "../common/data.js" */

import { allWithin, byId, element, nearest, setText } from "../common/dom.js";
import { LOST, Problem, wordsOf } from "../common/events.js";
import { speak } from "../common/words.js";
import { hideCard } from "./footcard.js";

const narrow = window.matchMedia("(max-width: 64rem)");
const panel = byId("panel", HTMLDialogElement);
const title = byId("panel-title", HTMLElement);
const about = byId("panel-about", HTMLElement);
const whole = byId("panel-whole", HTMLAnchorElement);
const body = byId("panel-body", HTMLElement);
const above = byId("panel-above", HTMLElement);
const text = byId("panel-text", HTMLElement);
const count = byId("panel-count", HTMLElement);
const previous = byId("panel-previous", HTMLButtonElement);
const next = byId("panel-next", HTMLButtonElement);
const whyButton = byId("panel-why", HTMLElement);
/** @type {HTMLAnchorElement | null} */
let openedBy = null;
let opened = 0;

/** Let every link to a place in a document open it here; one with a modifier key opens as any link does. */
export function followCitations() {
  document.addEventListener("click", (event) => {
    const link = nearest(event.target, "a.mark, a.place", HTMLAnchorElement);
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
    if (!link || modified) return;
    event.preventDefault();
    open(known(link));
  });
  document.addEventListener("keydown", (event) => {
    // A panel that covers the page is modal, and the browser closes it itself.
    if (event.key === "Escape" && panel.open && !narrow.matches) panel.close();
  });
  byId("panel-close", HTMLElement).addEventListener("click", () => panel.close());
  next.addEventListener("click", () => walk(1));
  previous.addEventListener("click", () => walk(-1));
  whyButton.addEventListener("click", explain);
  panel.addEventListener("close", leave);
  narrow.addEventListener("change", () => panel.close());
}

/**
 * Open the citation so many places on; with none open, the first or last of the newest answer.
 * @param {number} step
 */
export function walk(step) {
  const links = openedBy?.isConnected ? family(openedBy) : newest();
  if (!links.length) return;
  const at = placeOf(openedBy, links);
  const place = at < 0 ? (step > 0 ? 0 : links.length - 1) : (at + step + links.length) % links.length;
  open(links[place]);
}

/**
 * Let what is open stay so when the link that opened it gives way to the same one of a finished answer.
 * @param {HTMLElement} article
 */
export function stayOpen(article) {
  if (!panel.open || !openedBy || openedBy.isConnected) return;
  openedBy = twin(openedBy, allWithin(article, "a.mark", HTMLAnchorElement)) ?? openedBy;
  openedBy.setAttribute("aria-expanded", "true");
  whyButton.hidden = !article.dataset.asked;
  tellPlace(openedBy);
}

/** Go to the page of the document that is open here. */
export function openWhole() {
  if (panel.open) location.assign(whole.href);
}

/** Show which words of the question met which of the text, or hide it again. */
export async function explain() {
  if (!panel.open || !openedBy) return;
  const shown = above.querySelector(".why");
  whyButton.setAttribute("aria-expanded", String(!shown));
  if (shown) {
    shown.remove();
    return;
  }
  const asked = askedFor(openedBy);
  const place = placeIn(openedBy.href);
  const box = element("section", { class: "why", "aria-label": "Why this passage" }, element("p", { class: "status" }, "Comparing…"));
  above.prepend(box);
  body.scrollTop = 0;
  try {
    const { cited, why } = await loaded();
    await why(box, asked, place, await cited.read(place));
  } catch (error) {
    box.replaceChildren(element("p", { class: "problem" }, wordsOf(error)));
  }
}

/** @param {HTMLAnchorElement} link */
async function open(link) {
  const mine = (opened += 1);
  hideCard();
  openedBy?.removeAttribute("aria-expanded");
  openedBy = link;
  openedBy.setAttribute("aria-expanded", "true");
  show();
  tellPlace(link);
  whole.href = link.href;
  setText(title, link.classList.contains("place") ? link.textContent : (link.ariaLabel ?? ""));
  about.textContent = "";
  above.replaceChildren();
  whyButton.setAttribute("aria-expanded", "false");
  whyButton.hidden = !askedFor(link);
  text.replaceChildren(element("p", { class: "status" }, "Opening…"));
  try {
    const place = placeIn(link.href);
    const { cited } = await loaded();
    const found = await cited.read(place);
    // Whatever was opened since, it may be the same words again, fills the panel itself; and they may have another link by now.
    if (mine === opened && openedBy) fill(cited, found, place, openedBy.dataset.page);
  } catch (error) {
    if (mine === opened) text.replaceChildren(element("p", { class: "problem" }, wordsOf(error)));
  }
}

/** What only an open panel needs is no part of the page's weight. */
async function loaded() {
  try {
    const [cited, { why }] = await Promise.all([import("./cited.js"), import("./why.js")]);
    return { cited, why };
  } catch {
    throw new Problem(LOST);
  }
}

/**
 * @param {typeof import("./cited.js")} cited
 * @param {StoredDocument} found
 * @param {Place} place
 * @param {string | undefined} page that the cited words begin on
 */
function fill(cited, found, place, page) {
  setText(title, found.title);
  speak(title, found.language);
  speak(text, found.language);
  setText(about, cited.factsOf(found, page));
  text.replaceChildren(...cited.textOf(found, place));
  if (page && found.media_type === "application/pdf") above.append(cited.leaf(place, page));
  const mark = text.querySelector("mark");
  if (mark && !above.firstChild) body.scrollTop += mark.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
}

function show() {
  document.body.classList.add("with-panel");
  if (!panel.open) narrow.matches ? panel.showModal() : panel.show();
  body.focus({ preventScroll: true });
}

function leave() {
  document.body.classList.remove("with-panel");
  openedBy?.removeAttribute("aria-expanded");
  if (openedBy?.isConnected) openedBy.focus();
  openedBy = null;
}

/**
 * Return the place that an address leads to.
 * @param {string} address
 * @returns {Place}
 */
function placeIn(address) {
  const { pathname, searchParams } = new URL(address);
  const number = (/** @type {string} */ name) => Number(searchParams.get(name));
  return { document_id: pathname.split("/").pop() ?? "", version: number("version"), start: number("start"), end: number("end") };
}

/**
 * Return the question of the answer that a link stands in, as it was looked up.
 * @param {HTMLElement} link
 */
const askedFor = (link) => nearest(link, ".exchange", HTMLElement)?.dataset.asked ?? "";

/**
 * Return the link in the page that stands for one in a card, which is gone when the card closes.
 * @param {HTMLAnchorElement} link
 */
function known(link) {
  if (!link.closest(".footcard")) return link;
  return allWithin(document, ".exchange a.mark", HTMLAnchorElement).find((each) => each.href === link.href) ?? link;
}

/**
 * Return the links that are walked through together: an answer's footnotes, or a list of passages.
 * @param {HTMLElement} link
 */
function family(link) {
  const list = link.closest(".passages, .conflict");
  if (list) return allWithin(list, "a.place", HTMLAnchorElement);
  const answer = link.closest(".exchange");
  return answer ? allWithin(answer, ".footnotes > li > a.mark", HTMLAnchorElement) : [];
}

function newest() {
  const answers = allWithin(document, ".exchange", HTMLElement).map((each) => allWithin(each, "a.mark, a.place", HTMLAnchorElement));
  const first = answers.findLast((links) => links.length)?.[0];
  return first ? family(first) : [];
}

/**
 * Return the link of a list that leads to the same words as another one.
 * @param {HTMLAnchorElement | null} link
 * @param {HTMLAnchorElement[]} links
 */
function twin(link, links) {
  return links.find((each) => each === link) ?? links.find((each) => each.href === link?.href);
}

/**
 * Return the place of that link in the list; -1 where there is none.
 * @param {HTMLAnchorElement | null} link
 * @param {HTMLAnchorElement[]} links
 */
function placeOf(link, links) {
  const found = twin(link, links);
  return found ? links.indexOf(found) : -1;
}

/** @param {HTMLAnchorElement} link */
function tellPlace(link) {
  const links = family(link);
  const at = placeOf(link, links);
  count.textContent = at < 0 ? "" : `${at + 1} of ${links.length}`;
  for (const button of [previous, next]) button.disabled = links.length < 2;
}
