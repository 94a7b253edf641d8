/** One file on its way: its bytes, then what the server makes of them. */

import { addressOf } from "./address.js";
import { eventsIn, Problem, reach } from "./events.js";

const LONGEST_WAIT_SECONDS = 60;
const LOST = "The server cannot be reached. Start it again with “footnote serve”, then try again.";

/**
 * Send a file, and wait as long as the server asks to.
 * @param {FormData} body
 * @param {(part: number | null) => void} tell how much of it is sent, 0 to 1; null while the server is busy
 * @param {AbortSignal} signal
 * @returns {Promise<object>} the job that it became
 * @throws {Problem} the server cannot be reached, or says what is wrong
 */
export async function send(body, tell, signal) {
  for (;;) {
    signal.throwIfAborted();
    const { status, text, retryAfter } = await post(body, tell, signal);
    if (status === 202) return JSON.parse(text);
    if (status !== 429 && status !== 503) throw new Problem(reasonOf(text, status));
    tell(null);
    await pause(Math.min(Math.max(Number(retryAfter) || 1, 1), LONGEST_WAIT_SECONDS), signal);
  }
}

/**
 * Follow a job to its end.
 * @param {object} job
 * @param {(job: object) => void} tell how far it is
 * @throws {Problem} it failed, or the server has stopped
 */
export async function follow(job, tell) {
  for await (const { name, data } of eventsIn(await reach(`/api/jobs/${job.id}/events`))) {
    if (name !== "job") continue;
    if (data.problem) throw new Problem(data.problem.detail);
    if (data.report) return data.report;
    tell(data);
  }
  throw new Problem("The server has stopped. Start it again with “footnote serve”: it goes on where it was.");
}

/** Not fetch, which does not tell how much of a body is sent. */
function post(body, tell, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => tell(total ? loaded / total : 0));
    request.addEventListener("load", () =>
      resolve({ status: request.status, text: request.responseText, retryAfter: request.getResponseHeader("Retry-After") }),
    );
    request.addEventListener("error", () => reject(new Problem(LOST)));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", addressOf("/api/documents"));
    request.send(body);
  });
}

function reasonOf(text, status) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return `The server answered with status ${status}. Look into its log, then try again.`;
  }
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}
