/** One file on its way: its bytes, then what the server makes of them. */

/** @import { Job, JobReport, ProblemDetails } from "../common/data.js" */

import { addressOf } from "../common/address.js";
import { eventsIn, LOST, Problem, reach } from "../common/events.js";

const LONGEST_WAIT_SECONDS = 60;

/**
 * Send a file, and wait as long as the server asks to.
 * @param {FormData} body
 * @param {(part: number | null) => void} tell how much of it is sent, 0 to 1; null while the server is busy
 * @param {AbortSignal} signal
 * @returns {Promise<Job>} the job that it became
 * @throws {Problem} the server cannot be reached, or says what is wrong
 */
export async function send(body, tell, signal) {
  for (;;) {
    signal.throwIfAborted();
    const { status, text, retryAfter } = await post(body, tell, signal);
    if (status === 202) {
      /** @type {Job} */
      const job = JSON.parse(text);
      // Too late to be stopped on its way: it is stopped where it has arrived.
      if (signal.aborted) await callOff(job);
      return job;
    }
    if (status !== 429 && status !== 503) throw new Problem(reasonOf(text, status));
    // It may have been called off while the answer was on its way.
    signal.throwIfAborted();
    tell(null);
    await pause(Math.min(Math.max(Number(retryAfter) || 1, 1), LONGEST_WAIT_SECONDS), signal);
  }
}

/**
 * Cancel a job; one that has ended by now stays as it is.
 * @param {{id: string}} job
 * @throws {Problem} the server cannot be reached, or says what is wrong
 */
export async function callOff({ id }) {
  const response = await fetch(addressOf(`/api/jobs/${id}`), { method: "DELETE" }).catch(() => {
    throw new Problem(LOST);
  });
  const hasEnded = response.status === 404 || response.status === 409;
  if (!response.ok && !hasEnded) throw new Problem(reasonOf(await response.text(), response.status));
}

/**
 * Follow a job to its end.
 * @param {{id: string}} job
 * @param {(job: Job) => void} tell how far it is
 * @returns {Promise<JobReport>}
 * @throws {Problem} it failed, or the server has stopped
 * @throws {DOMException} an AbortError: it was cancelled
 */
export async function follow(job, tell) {
  for await (const { name, data } of eventsIn(await reach(`/api/jobs/${job.id}/events`))) {
    if (name === "error") throw new Problem(data.detail);
    if (name !== "job") continue;
    if (data.problem) throw new Problem(data.problem.detail);
    if (data.report) return data.report;
    if (data.stage === "cancelled") throw new DOMException("It was cancelled", "AbortError");
    tell(data);
  }
  throw new Problem("The server has stopped. Start it again with “footnote serve”: it goes on where it was.");
}

/**
 * Not fetch, which does not tell how much of a body is sent.
 * @param {FormData} body
 * @param {(part: number | null) => void} tell
 * @param {AbortSignal} signal
 * @returns {Promise<{status: number, text: string, retryAfter: string | null}>}
 */
function post(body, tell, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => tell(total ? loaded / total : 0));
    request.addEventListener("load", () =>
      resolve({ status: request.status, text: request.responseText, retryAfter: request.getResponseHeader("Retry-After") }),
    );
    request.addEventListener("error", () => reject(new Problem(LOST)));
    request.addEventListener("abort", () => reject(signal.reason));
    let isWhole = false;
    request.upload.addEventListener("load", () => (isWhole = true));
    // What has arrived whole becomes a job, whether anybody reads its id or not.
    signal.addEventListener("abort", () => isWhole || request.abort(), { once: true });
    request.open("POST", addressOf("/api/documents"));
    request.send(body);
  });
}

/**
 * @param {string} text
 * @param {number} status
 */
function reasonOf(text, status) {
  try {
    /** @type {ProblemDetails} */
    const { detail } = JSON.parse(text);
    return detail;
  } catch {
    return `The server answered with status ${status}. Look into its log, then try again.`;
  }
}

/**
 * @param {number} seconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}
