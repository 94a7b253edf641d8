/** The panel beside the answer: a document with the cited words marked; on a narrow screen it covers the page. */

import { element } from "./dom.js";
import { dateInWords, pieces, sourceName } from "./text.js";

const narrow = window.matchMedia("(max-width: 60rem)");
const panel = document.getElementById("panel");
const title = document.getElementById("panel-title");
const about = document.getElementById("panel-about");
const whole = document.getElementById("panel-whole");
const text = document.getElementById("panel-text");
const documents = new Map();
let openedBy = null;

/** Let every link to a place in a document open it here; one with a modifier key opens as any link does. */
export function followCitations() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.mark, a.place");
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
    if (!link || modified) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    // A panel that covers the page is modal, and the browser closes it itself.
    if (event.key === "Escape" && panel.open && !narrow.matches) panel.close();
  });
  document.getElementById("panel-close").addEventListener("click", () => panel.close());
  panel.addEventListener("close", leave);
  narrow.addEventListener("change", () => panel.close());
}

async function open(link) {
  const address = new URL(link.href);
  const parameters = Object.fromEntries(address.searchParams);
  openedBy?.removeAttribute("aria-expanded");
  openedBy = link;
  openedBy.setAttribute("aria-expanded", "true");
  show();
  whole.href = link.href;
  title.textContent = link.classList.contains("place") ? link.textContent : link.ariaLabel;
  about.textContent = "";
  text.replaceChildren(element("p", { class: "status" }, "Opening…"));
  try {
    const found = await read(address.pathname, parameters.version);
    if (openedBy === link) fill(found, Number(parameters.start), Number(parameters.end));
  } catch (error) {
    text.replaceChildren(element("p", { class: "problem" }, error.message));
  }
}

function show() {
  document.body.classList.add("with-panel");
  if (!panel.open) narrow.matches ? panel.showModal() : panel.show();
  text.focus({ preventScroll: true });
}

function leave() {
  document.body.classList.remove("with-panel");
  openedBy?.removeAttribute("aria-expanded");
  openedBy?.focus();
  openedBy = null;
}

async function read(path, version) {
  const address = `/api${path}?${new URLSearchParams({ version })}`;
  if (!documents.has(address)) {
    const response = await fetch(address);
    const body = await response.json();
    if (!response.ok) throw new Error(body.detail);
    documents.set(address, body);
  }
  return documents.get(address);
}

function fill(found, start, end) {
  title.textContent = found.title;
  const facts = [found.published_at ? dateInWords(found.published_at) : "", sourceName(found.source)];
  if (!found.current) facts.push(`an older version (${found.version}), kept because answers cite it`);
  about.textContent = facts.filter(Boolean).join(" · ");
  text.replaceChildren(...pieces(found, start, end).map(run));
  const cited = text.querySelector("mark");
  if (cited) text.scrollTop += cited.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
}

function run(piece) {
  if (piece.cited) return element("mark", { class: piece.heading ? "heading" : undefined }, piece.text);
  if (piece.heading) return element("span", { class: "heading", role: "heading", "aria-level": "3" }, piece.text);
  return piece.text;
}
