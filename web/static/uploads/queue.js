/** The files on their way: they wait in a queue and are sent a few at a time. */

import { toast } from "../common/toast.js";
import { refreshSoon } from "../library/listing.js";
import { sorted } from "./folder.js";
import { callOff, follow, send } from "./sending.js";
import { UploadRow } from "./uploadrow.js";

// Each needs a connection all the while, of which a browser has six for a server.
const AT_ONCE = 4;
const LARGE_AT_ONCE = 3;
const LARGE_BYTES = 256_000;
const byId = (name) => document.getElementById(`upload-${name}`);
const form = document.getElementById("upload");
const [queue, list, summary, said] = ["queue", "rows", "summary", "said"].map(byId);
const formats = form.dataset.formats.split(",");
const maxBytes = Number(form.dataset.maxBytes);
let items = [];

byId("cancel").addEventListener("click", cancelAll);
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

/**
 * Follow what was sent before the page was opened.
 * @param {{id: string, name: string}[]} jobs
 */
export function adopt(jobs) {
  const adopted = jobs.map((job) => {
    const item = { job, state: "waiting", calledOff: new AbortController() };
    item.row = new UploadRow(job.name, () => cancel(item));
    return item;
  });
  items.push(...adopted);
  list.append(...adopted.map((item) => item.row.item));
  queue.hidden = false;
  pump();
}

function itemOf(file, path) {
  const folders = byId("by-folder").checked ? path.split("/").slice(0, -1) : [];
  const tags = [byId("tags").value, ...folders].filter(Boolean).join(",");
  const item = { file, path, tags, state: "waiting", calledOff: new AbortController() };
  item.row = new UploadRow(path, () => cancel(item), () => again(item));
  return item;
}

/**
 * Let as many be at work as may; what has arrived counts until it is indexed, so that the server is not flooded.
 * One place is kept for small files, which the server does not let wait behind the large ones either.
 */
function pump() {
  const going = items.filter(({ state }) => state === "sending" || state === "sent");
  let free = AT_ONCE - going.length;
  let freeForLarge = LARGE_AT_ONCE - going.filter(isLarge).length;
  for (const item of items.filter(({ state }) => state === "waiting")) {
    if (free <= 0) break;
    if (isLarge(item) && freeForLarge <= 0) continue;
    free -= 1;
    freeForLarge -= isLarge(item);
    work(item);
  }
  show();
}

function isLarge({ file }) {
  return !file || file.size > LARGE_BYTES;
}

async function work(item) {
  item.state = item.job ? "sent" : "sending";
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
  if (!item.job) {
    if (item.file.size > maxBytes) throw new Error(tooLarge());
    item.row.uploading(0);
    item.job = await send(bodyOf(item), (part) => item.row.uploading(part), item.calledOff.signal);
  }
  item.state = "sent";
  show();
  return follow(item.job, (now) => item.row.atWork(now));
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
  item.job = undefined;
  item.calledOff = new AbortController();
  item.row.waiting();
  pump();
}

/** Call off one file wherever it is: it is not sent, or stops on its way, or the server drops it. */
async function cancel(item) {
  item.calledOff.abort();
  try {
    if (item.job) await callOff(item.job);
  } catch (error) {
    toast(error.message);
    return;
  }
  // Of what is on its way, its own end tells.
  if (item.state !== "waiting") return;
  item.state = "cancelled";
  item.row.cancelled();
  show();
}

/** Call off all that has not ended. */
function cancelAll() {
  byId("choose-files").focus();
  items.filter(isGoing).reverse().forEach(cancel);
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
  const facts = { done: "added", unchanged: "unchanged", failed: "failed", cancelled: "cancelled" };
  const going = items.filter(isGoing).length;
  const parts = Object.entries(facts).map(([state, words]) => [count(state), words]);
  const shown = [...parts, [going, "to go"]].filter(([number]) => number).map(([number, words]) => `${number.toLocaleString("en")} ${words}`);
  summary.textContent = `${inWords(items.length)}: ${shown.join(", ")}`;
  const unsent = items.filter((item) => !item.job && isGoing(item)).length;
  byId("cancel").hidden = going < 2;
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
