/** One file in the list of those that are sent: its name, how far it is, how it ended. */

/** @import { Job, JobReport } from "../common/data.js" */

import { addressOf } from "../common/address.js";
import { element } from "../common/dom.js";

const LISTED = 20;
/** @type {Partial<Record<Job["stage"], string>>} */
const STAGES = { waiting: "Waiting for its turn", parsing: "Reading", encoding: "Encoding" };

/** A row; each of its methods shows one state. */
export class UploadRow {
  /**
   * @param {string} path
   * @param {() => void} cancel what the button of a row does that is on its way
   * @param {() => void} [again] what the button of a row does that failed or was cancelled; by default it has no button
   */
  constructor(path, cancel, again) {
    this.path = path;
    this.name = element("span", { class: "upload-name", dir: "auto" }, path);
    this.state = element("span", { class: "upload-state" });
    this.bar = element("progress", { max: "100", "aria-label": path });
    /** @type {(words: string, look: string, act: () => void) => HTMLElement} */
    const button = (words, look, act) => {
      const made = element("button", { type: "button", class: look, "aria-label": `${words}: ${path}` }, words);
      made.addEventListener("click", act);
      return made;
    };
    this.cancel = button("Cancel", "quiet upload-cancel", cancel);
    this.again = again ? [button("Retry", "outline upload-again", again)] : [];
    this.item = element("li", { class: "upload-row", tabindex: "-1" });
    this.waiting();
  }

  /** It has not been sent. */
  waiting(words = "Waiting") {
    this.#show("waiting", words);
  }

  /**
   * Its bytes are on their way.
   * @param {number | null} part of them that has arrived, 0 to 1; null while the server takes none
   */
  uploading(part) {
    const percent = Math.floor(100 * (part ?? 0));
    if (part === null) this.waiting("Waiting: the server is busy");
    else this.#show("uploading", `Uploading ${percent}%`, percent);
  }

  /**
   * The server works on it.
   * @param {Job} job
   */
  atWork({ stage, percent, chunks, chunks_per_second: speed }) {
    const facts = [STAGES[stage] ?? ""];
    if (stage === "encoding" && chunks) facts[0] += ` ${percent}%`;
    if (stage === "encoding" && speed) facts.push(`${speed < 10 ? speed.toFixed(1) : Math.round(speed)} chunks/s`);
    this.#show(stage, facts.join(" · "), stage === "waiting" ? undefined : percent);
  }

  /**
   * It is in the index.
   * @param {JobReport} report
   */
  done({ documents, added, replaced, failed }) {
    const changed = added + replaced > 0;
    const words = !changed ? "Unchanged: it was there already" : !added ? "New version" : "Added";
    this.#show(changed ? "done" : "unchanged", documents.length === 1 ? words : `${words}: ${documents.length} documents`);
    if (documents.length === 1 && !failed.length) {
      this.name.replaceChildren(element("a", { href: addressOf(`/documents/${documents[0].id}`) }, this.path));
      return;
    }
    /** @type {(string | Node)[]} */
    const links = documents.slice(0, LISTED).map(({ id, title }) => element("a", { href: addressOf(`/documents/${id}`), dir: "auto" }, title));
    if (documents.length > LISTED) links.push(`and ${documents.length - LISTED} more`);
    const failures = failed.map(({ source, reason }) => element("span", { class: "bad", title: source }, reason));
    const inside = [...links, ...failures].map((child) => element("li", {}, child));
    this.item.append(element("ul", { class: "upload-inside" }, ...inside));
  }

  /**
   * It is not in the index.
   * @param {string} reason
   */
  failed(reason) {
    this.#show("failed", "Failed");
    this.item.append(element("p", { class: "upload-why" }, reason), ...this.again);
  }

  /** It was called off, wherever it was. */
  cancelled() {
    this.#show("cancelled", "Cancelled");
    this.item.append(...this.again);
  }

  /**
   * @param {string} state
   * @param {string} words
   * @param {number} [percent]
   */
  #show(state, words, percent) {
    // What has not changed is not touched: a list of thousands stays quick.
    if (this.item.dataset.state !== state) {
      const ended = ["done", "unchanged", "failed", "cancelled"].includes(state);
      const focused = document.activeElement;
      const isInside = this.item.contains(focused);
      this.item.dataset.state = state;
      this.item.replaceChildren(this.name, this.state, ...(ended ? [] : [this.cancel]), ...(ended || state === "waiting" ? [] : [this.bar]));
      // Whoever stands on its button stays there, and on the row when the button has gone.
      if (isInside) (focused instanceof HTMLElement && focused.isConnected ? focused : this.item).focus();
    }
    this.state.textContent = words;
    if (percent === undefined) this.bar.removeAttribute("value");
    else this.bar.value = percent;
  }
}
