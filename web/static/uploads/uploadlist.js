/** The files on their way, in a list: each waits in the queue, is sent, and tells how it ended. */

/** @import { Queued } from "./queue.js" */

/**
 * A row of the list; the job is there once the server has the file, of which it may be all that is known.
 * @typedef {Queued & {row: UploadRow, calledOff: AbortController, job?: {id: string}, send: () => Promise<{id: string}>}} Item
 */

import { byId } from "../common/dom.js";
import { isStop, wordsOf } from "../common/events.js";
import { toast } from "../common/toast.js";
import { refreshSoon } from "../library/listing.js";
import { sorted } from "./folder.js";
import { due, inWords, isGoing, standing } from "./queue.js";
import { callOff, follow, send } from "./sending.js";
import { UploadRow } from "./uploadrow.js";

const part = (/** @type {string} */ name) => byId(`upload-${name}`, HTMLElement);
const [queue, list, summary, said, left] = ["queue", "rows", "summary", "said", "left"].map(part);
const [chooser, toCancel, toRetry, toClear] = ["choose-files", "cancel", "retry", "clear"].map(part);
const tagsField = byId("upload-tags", HTMLInputElement);
const byFolder = byId("upload-by-folder", HTMLInputElement);
const { formats = "", maxBytes: limit } = byId("upload", HTMLElement).dataset;
const maxBytes = Number(limit);
/** @type {Item[]} */
let items = [];

toCancel.addEventListener("click", cancelAll);
toRetry.addEventListener("click", () => items.filter((item) => item.state === "failed").reverse().forEach(again));
toClear.addEventListener("click", clear);

/**
 * Send files; those that are hidden, ignored or of no use are left out.
 * @param {{file: File, path: string}[]} found
 */
export async function add(found) {
  const { sent, left: others } = await sorted(found, formats.split(","));
  const added = sent.map(({ file, path }) => itemOf(file, path));
  items.push(...added);
  list.append(...added.map((item) => item.row.item));
  queue.hidden = false;
  left.textContent = others.length ? `${inWords(others.length)} left out: hidden, ignored, or of a kind that is not read.` : "";
  said.textContent = `${inWords(sent.length)} to send. ${left.textContent}`;
  pump();
}

/**
 * Follow what was sent before the page was opened.
 * @param {{id: string, name: string}[]} jobs
 */
export function adopt(jobs) {
  const adopted = jobs.map((job) => {
    /** @type {Item} */
    const item = {
      state: "waiting",
      // The page is not told how many: it counts as large.
      bytes: Infinity,
      job,
      send: async () => job,
      calledOff: new AbortController(),
      row: new UploadRow(job.name, () => cancel(item)),
    };
    return item;
  });
  items.push(...adopted);
  list.append(...adopted.map((item) => item.row.item));
  queue.hidden = false;
  pump();
}

/**
 * @param {File} file
 * @param {string} path
 */
function itemOf(file, path) {
  const folders = byFolder.checked ? path.split("/").slice(0, -1) : [];
  const tags = [tagsField.value, ...folders].filter(Boolean).join(",");
  /** @type {Item} */
  const item = {
    state: "waiting",
    bytes: file.size,
    send: async () => {
      if (file.size > maxBytes) throw new Error(tooLarge());
      item.row.uploading(0);
      return send(bodyOf(file, path, tags), (share) => item.row.uploading(share), item.calledOff.signal);
    },
    calledOff: new AbortController(),
    row: new UploadRow(path, () => cancel(item), () => again(item)),
  };
  return item;
}

/** Let as many be at work as may. */
function pump() {
  due(items).forEach(work);
  show();
}

/** @param {Item} item */
async function work(item) {
  item.state = item.job ? "sent" : "sending";
  try {
    const report = await indexed(item);
    item.state = report.added + report.replaced ? "done" : "unchanged";
    item.row.done(report);
    refreshSoon();
  } catch (error) {
    item.state = isStop(error) ? "cancelled" : "failed";
    if (isStop(error)) item.row.cancelled();
    else item.row.failed(wordsOf(error));
  }
  pump();
  if (!items.some(isGoing)) said.textContent = summary.textContent;
}

/** @param {Item} item */
async function indexed(item) {
  const job = item.job ?? (await item.send());
  item.job = job;
  item.state = "sent";
  show();
  return follow(job, (now) => item.row.atWork(now));
}

/**
 * @param {File} file
 * @param {string} path
 * @param {string} tags
 */
function bodyOf(file, path, tags) {
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

/** @param {Item} item */
function again(item) {
  item.state = "waiting";
  item.job = undefined;
  item.calledOff = new AbortController();
  item.row.waiting();
  pump();
}

/**
 * Call off one file wherever it is: it is not sent, or stops on its way, or the server drops it.
 * @param {Item} item
 */
async function cancel(item) {
  item.calledOff.abort();
  try {
    if (item.job) await callOff(item.job);
  } catch (error) {
    toast(wordsOf(error));
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
  chooser.focus();
  items.filter(isGoing).reverse().forEach(cancel);
}

/** Take away the rows of what has ended. */
function clear() {
  items.filter((item) => !isGoing(item)).forEach((item) => item.row.item.remove());
  items = items.filter(isGoing);
  queue.hidden = !items.length;
  show();
  chooser.focus();
}

function show() {
  const going = items.filter(isGoing).length;
  summary.textContent = standing(items);
  toCancel.hidden = going < 2;
  toRetry.hidden = items.filter(({ state }) => state === "failed").length < 2;
  toClear.hidden = going === items.length;
  // Listened to only while it matters: a page that listens is not kept for the browser's "back".
  if (items.some((item) => !item.job && isGoing(item))) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
}

/** @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}
