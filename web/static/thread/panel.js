/** The panel beside the answer: a document with the cited words marked; on a narrow screen it covers the page. */

import { addressOf } from "../common/address.js";
import { element, setText } from "../common/dom.js";
import { reach } from "../common/events.js";
import { shown } from "../common/legibility.js";
import { around, dateInWords, pieces, sourceName, speak } from "../common/text.js";
import { hideCard } from "./footcard.js";
import { why } from "./why.js";

const narrow = window.matchMedia("(max-width: 64rem)");
const panel = document.getElementById("panel");
const title = document.getElementById("panel-title");
const about = document.getElementById("panel-about");
const whole = document.getElementById("panel-whole");
const body = document.getElementById("panel-body");
const above = document.getElementById("panel-above");
const text = document.getElementById("panel-text");
const count = document.getElementById("panel-count");
const whyButton = document.getElementById("panel-why");
const documents = new Map();
let openedBy = null;

/** Let every link to a place in a document open it here; one with a modifier key opens as any link does. */
export function followCitations() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.mark, a.place");
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
    if (!link || modified) return;
    event.preventDefault();
    open(known(link));
  });
  document.addEventListener("keydown", (event) => {
    // A panel that covers the page is modal, and the browser closes it itself.
    if (event.key === "Escape" && panel.open && !narrow.matches) panel.close();
  });
  document.getElementById("panel-close").addEventListener("click", () => panel.close());
  document.getElementById("panel-next").addEventListener("click", () => walk(1));
  document.getElementById("panel-previous").addEventListener("click", () => walk(-1));
  whyButton.addEventListener("click", explain);
  panel.addEventListener("close", leave);
  narrow.addEventListener("change", () => panel.close());
}

/** Open the citation so many places on; with none open, the first or last of the newest answer. */
export function walk(step) {
  const links = openedBy?.isConnected ? family(openedBy) : newest();
  if (!links.length) return;
  const at = links.indexOf(twin(openedBy, links));
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : (at + step + links.length) % links.length;
  open(links[next]);
}

/** Let what is open stay so when the link that opened it gives way to the same one of a finished answer. */
export function stayOpen(article) {
  if (!panel.open || openedBy.isConnected) return;
  openedBy = twin(openedBy, [...article.querySelectorAll("a.mark")]) ?? openedBy;
  openedBy.setAttribute("aria-expanded", "true");
  whyButton.hidden = !article.dataset.asked;
  tellPlace();
}

/** Go to the page of the document that is open here. */
export function openWhole() {
  if (panel.open) location.assign(whole.href);
}

/** Show which words of the question met which of the text, or hide it again. */
export async function explain() {
  if (!panel.open) return;
  const shown = above.querySelector(".why");
  whyButton.setAttribute("aria-expanded", String(!shown));
  if (shown) {
    shown.remove();
    return;
  }
  const address = new URL(openedBy.href);
  const asked = openedBy.closest(".exchange")?.dataset.asked;
  const span = Object.fromEntries(["version", "start", "end"].map((name) => [name, Number(address.searchParams.get(name))]));
  const place = { document_id: idIn(address), ...span };
  const box = element("section", { class: "why", "aria-label": "Why this passage" }, element("p", { class: "status" }, "Comparing…"));
  above.prepend(box);
  body.scrollTop = 0;
  try {
    const found = await read(place.document_id, address.searchParams.get("version"));
    await why(box, asked, place, found);
  } catch (error) {
    box.replaceChildren(element("p", { class: "problem" }, error.message));
  }
}

async function open(link) {
  hideCard();
  const address = new URL(link.href);
  const parameters = Object.fromEntries(address.searchParams);
  openedBy?.removeAttribute("aria-expanded");
  openedBy = link;
  openedBy.setAttribute("aria-expanded", "true");
  show();
  tellPlace();
  whole.href = link.href;
  setText(title, link.classList.contains("place") ? link.textContent : (link.ariaLabel ?? ""));
  about.textContent = "";
  above.replaceChildren();
  whyButton.setAttribute("aria-expanded", "false");
  whyButton.hidden = !link.closest(".exchange")?.dataset.asked;
  text.replaceChildren(element("p", { class: "status" }, "Opening…"));
  try {
    const found = await read(idIn(address), parameters.version);
    // The same words may have another link by now.
    if (openedBy.href === link.href) fill(found, parameters);
  } catch (error) {
    text.replaceChildren(element("p", { class: "problem" }, error.message));
  }
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

/** Return the id of the document that an address leads to. */
function idIn(address) {
  return address.pathname.split("/").pop();
}

async function read(id, version) {
  const address = `/api/documents/${id}?${new URLSearchParams({ version })}`;
  if (!documents.has(address)) documents.set(address, await (await reach(address)).json());
  return documents.get(address);
}

function fill(found, { version, start, end }) {
  setText(title, found.title);
  speak(title, found.language);
  speak(text, found.language);
  const facts = [found.published_at ? dateInWords(found.published_at) : "", sourceName(found.source)];
  if (openedBy.dataset.page) facts.push(`page ${openedBy.dataset.page}`);
  if (!found.current) facts.push(`an older version (${found.version}), kept because answers cite it`);
  setText(about, facts.filter(Boolean).join(" · "));
  const part = around(found, Number(start), Number(end));
  text.replaceChildren(...pieces(part, part.from, part.to).flatMap(run));
  if (part.cut) text.append(element("p", { class: "hint" }, "The document goes on: “Open” shows all of it."));
  if (openedBy.dataset.page && found.media_type === "application/pdf") above.append(leaf(found, { version, start, end }));
  const cited = text.querySelector("mark");
  if (cited && !above.firstChild) body.scrollTop += cited.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
}

/** Return the cited page as it looks, the words marked; nothing stays where it cannot be drawn. */
function leaf(found, span) {
  const number = openedBy.dataset.page;
  const src = addressOf(`/api/documents/${found.id}/pages/${number}?${new URLSearchParams(span)}`);
  const image = element("img", { src, alt: `Page ${number} as it looks, the cited words marked` });
  const figure = element("figure", { class: "leaf" }, image, element("figcaption", {}, `Page ${number}`));
  image.addEventListener("error", () => figure.remove());
  return figure;
}

function run(piece) {
  if (piece.cited) return element("mark", { class: piece.heading ? "heading" : undefined }, piece.text);
  if (piece.heading) return element("span", { class: "heading", role: "heading", "aria-level": "3" }, piece.text);
  return shown(piece.text);
}

/** Return the link in the page that stands for one in a card, which is gone when the card closes. */
function known(link) {
  if (!link.closest(".footcard")) return link;
  return [...document.querySelectorAll(".exchange a.mark")].find((each) => each.href === link.href) ?? link;
}

/** Return the links that are walked through together: an answer's footnotes, or a list of passages. */
function family(link) {
  const list = link.closest(".passages, .conflict");
  if (list) return [...list.querySelectorAll("a.place")];
  return [...(link.closest(".exchange")?.querySelectorAll(".footnotes > li > a.mark") ?? [])];
}

function newest() {
  const answers = [...document.querySelectorAll(".exchange")].filter((each) => each.querySelector("a.mark, a.place"));
  const last = answers.pop();
  return last ? family(last.querySelector("a.mark, a.place")) : [];
}

/** Return the link of a list that leads to the same words as another one. */
function twin(link, links) {
  return links.find((each) => each === link) ?? links.find((each) => each.href === link?.href);
}

function tellPlace() {
  const links = family(openedBy);
  const at = links.indexOf(twin(openedBy, links));
  count.textContent = at < 0 ? "" : `${at + 1} of ${links.length}`;
  for (const id of ["panel-previous", "panel-next"]) document.getElementById(id).disabled = links.length < 2;
}
