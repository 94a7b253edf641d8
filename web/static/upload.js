/** The page of documents: send a file, show how far it is, and lead to what became of it. */

import { element } from "./dom.js";
import { eventsIn, Problem, reach } from "./events.js";

const form = document.querySelector(".upload");
const button = form.querySelector("button");
const progress = document.getElementById("progress");
const STAGES = { waiting: "Waiting for its turn", parsing: "Reading", encoding: "Indexing" };

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!button.disabled) add();
});

async function add() {
  button.disabled = true;
  show("Sending…");
  try {
    const sent = await reach("/api/documents", { method: "POST", body: new FormData(form) });
    finish(await ended(await sent.json()));
  } catch (error) {
    const message = error instanceof Problem ? error.message : "The connection broke off. Look for the document below.";
    progress.replaceChildren(element("p", { class: "problem" }, message));
  } finally {
    button.disabled = false;
  }
}

/** Return a job at its end, and show every step until then. */
async function ended(job) {
  for await (const { name, data } of eventsIn(await reach(`/api/jobs/${job.id}/events`))) {
    if (name !== "job") continue;
    if (data.problem) throw new Problem(data.problem.detail);
    if (data.report) return data;
    show(inWords(data), data.percent);
  }
  throw new Problem("The server has stopped. Start it again with “footnote serve”: it goes on where it was.");
}

function inWords(job) {
  const speed = job.chunks_per_second ? ` · ${Math.round(job.chunks_per_second)} passages a second` : "";
  return `${STAGES[job.stage]}: ${job.name}${speed}`;
}

function show(words, percent) {
  const bar = element("progress", { max: "100", value: percent === undefined ? undefined : String(percent), "aria-label": "Upload" });
  progress.replaceChildren(element("p", {}, words), bar);
}

function finish({ name, report }) {
  const { documents, failed } = report;
  if (documents.length === 1 && !failed.length) {
    location.assign(`/documents/${documents[0].id}`);
    return;
  }
  const links = documents.slice(0, 20).map((found) => item(element("a", { href: `/documents/${found.id}` }, found.title)));
  const failures = failed.map(({ source, reason }) => item(element("span", { title: source }, reason)));
  progress.replaceChildren(element("p", {}, `${name} holds ${documents.length} documents.`), element("ul", {}, ...links, ...failures));
}

function item(child) {
  return element("li", {}, child);
}
