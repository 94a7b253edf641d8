/** The files on their way: they wait in a queue and are sent a few at a time. */

import { sorted } from "./folder.js";
import { refreshSoon } from "./listing.js";
import { follow, send } from "./sending.js";
import { UploadRow } from "./uploadrow.js";

const AT_ONCE = 2;
const byId = (name) => document.getElementById(`upload-${name}`);
const form = document.getElementById("upload");
const [queue, list, summary, said] = ["queue", "rows", "summary", "said"].map(byId);
const formats = form.dataset.formats.split(",");
const maxBytes = Number(form.dataset.maxBytes);
let items = [];
let calledOff = new AbortController();

byId("cancel").addEventListener("click", cancel);
byId("retry").addEventListener("click", () => items.filter((item) => item.state === "failed").reverse().forEach(again));
byId("clear").addEventListener("click", clear);

/**
 * Send files; those that are hidden, ignored or of no use are left out.
 * @param {{file: File, path: string}[]} found
 */
export async function add(found) {
  const { sent, left } = await sorted(found, formats);
  const added = sent.map(({ file, path }) => itemOf(file, path));
  items.push(...added);
  list.append(...added.map((item) => item.row.item));
  queue.hidden = false;
  byId("left").textContent = left.length ? `${inWords(left.length)} left out: hidden, ignored, or of a kind that is not read.` : "";
  said.textContent = `${inWords(sent.length)} to send. ${byId("left").textContent}`;
  pump();
}

function itemOf(file, path) {
  const folders = byId("by-folder").checked ? path.split("/").slice(0, -1) : [];
  const tags = [byId("tags").value, ...folders].filter(Boolean).join(",");
  const item = { file, path, tags, state: "waiting" };
  item.row = new UploadRow(path, () => again(item));
  return item;
}

/** Let as many be at work as may; what has arrived counts until it is indexed, so that the server is not flooded. */
function pump() {
  const free = AT_ONCE - items.filter(({ state }) => state === "sending" || state === "sent").length;
  items.filter(({ state }) => state === "waiting").slice(0, Math.max(0, free)).forEach(work);
  show();
}

async function work(item) {
  item.state = "sending";
  try {
    const report = await indexed(item);
    item.state = report.added + report.replaced ? "done" : "unchanged";
    item.row.done(report);
    refreshSoon();
  } catch (error) {
    item.state = error.name === "AbortError" ? "cancelled" : "failed";
    if (item.state === "cancelled") item.row.cancelled();
    else item.row.failed(error.message);
  }
  pump();
  if (!items.some(isGoing)) said.textContent = summary.textContent;
}

async function indexed(item) {
  if (item.file.size > maxBytes) throw new Error(tooLarge());
  item.row.uploading(0);
  const job = await send(bodyOf(item), (part) => item.row.uploading(part), calledOff.signal);
  item.state = "sent";
  show();
  return follow(job, (now) => item.row.atWork(now));
}

function bodyOf({ file, path, tags }) {
  const body = new FormData();
  body.append("tags", tags);
  // Files of one name in two folders are two documents.
  if (path.includes("/")) body.append("source", path);
  body.append("file", file, file.name);
  return body;
}

function tooLarge() {
  return `It has more than ${maxBytes.toLocaleString("en")} bytes. Divide it, or raise FOOTNOTE_MAX_UPLOAD_BYTES on the server.`;
}

function again(item) {
  item.state = "waiting";
  item.row.waiting();
  // Its button is gone.
  item.row.item.focus();
  pump();
}

/** Send nothing more; what has arrived is indexed all the same. */
function cancel() {
  calledOff.abort();
  calledOff = new AbortController();
  for (const item of items.filter(({ state }) => state === "waiting")) {
    item.state = "cancelled";
    item.row.cancelled();
  }
  show();
  byId("choose-files").focus();
}

/** Take away the rows of what has ended. */
function clear() {
  items.filter((item) => !isGoing(item)).forEach((item) => item.row.item.remove());
  items = items.filter(isGoing);
  queue.hidden = !items.length;
  show();
  byId("choose-files").focus();
}

function isGoing({ state }) {
  return state === "waiting" || state === "sending" || state === "sent";
}

function show() {
  const count = (...states) => items.filter(({ state }) => states.includes(state)).length;
  const facts = { done: "added", unchanged: "unchanged", failed: "failed", cancelled: "not sent" };
  const going = items.filter(isGoing).length;
  const parts = Object.entries(facts).map(([state, words]) => [count(state), words]);
  const shown = [...parts, [going, "to go"]].filter(([number]) => number).map(([number, words]) => `${number.toLocaleString("en")} ${words}`);
  summary.textContent = `${inWords(items.length)}: ${shown.join(", ")}`;
  const unsent = count("waiting", "sending");
  byId("cancel").hidden = !unsent;
  byId("retry").hidden = count("failed") < 2;
  byId("clear").hidden = going === items.length;
  // Listened to only while it matters: a page that listens is not kept for the browser's "back".
  if (unsent) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
}

function inWords(count) {
  return `${count.toLocaleString("en")} file${count === 1 ? "" : "s"}`;
}

function warn(event) {
  event.preventDefault();
}
