/** A question on the page with its answer as it comes; when that is whole, what the server makes of it takes its place. */

/** @import { Citation, Opening, Sentence } from "../common/data.js" */

import { addressOf } from "../common/address.js";
import { allWithin, element } from "../common/dom.js";
import { spoken } from "../common/words.js";
import { Setting } from "./setting.js";

/** One question: it grows sentence by sentence, and ends with become, stop or fail. */
export class Exchange {
  #numbers = new Map();
  #setting = new Setting("fact");

  /** @param {string} question */
  constructor(question) {
    this.prose = this.#setting.prose;
    this.status = element("p", { class: "status" }, "Searching…");
    const heading = element("h2", { class: "question", dir: "auto" }, question);
    this.article = element("article", { class: "exchange asked", "aria-busy": "true" }, heading, this.prose, this.status);
  }

  /**
   * Say what is being read.
   * @param {unknown[]} passages
   */
  reading(passages) {
    this.status.textContent = `Reading ${passages.length} passages…`;
  }

  /**
   * Begin an answer that is no plain fact.
   * @param {Opening} opening
   */
  open({ kind, lead }) {
    this.#setting = new Setting(kind);
    this.prose.replaceWith(this.#setting.prose);
    this.prose = this.#setting.prose;
    if (lead) this.#setting.begin(lead);
  }

  /**
   * Add a sentence with its marks.
   * @param {Sentence} sentence
   */
  add(sentence) {
    const marks = sentence.citations.map((citation) => element("sup", {}, this.#mark(citation)));
    const lang = sentence.written ? undefined : spoken(sentence.citations[0]?.language);
    this.#setting.add(sentence.group, sentence.text, element("span", { class: "sentence", lang }, sentence.text, ...marks));
  }

  /**
   * Be what the server made of the whole; whoever stands on a mark stands on the same one afterwards.
   * @param {Element} made
   */
  become(made) {
    const focused = document.activeElement;
    const place = focused instanceof HTMLAnchorElement && this.article.contains(focused) ? focused.href : undefined;
    for (const { name, value } of made.attributes) if (name !== "class") this.article.setAttribute(name, value);
    this.article.replaceChildren(...[...made.childNodes].map((node) => document.importNode(node, true)));
    this.article.removeAttribute("aria-busy");
    const marks = allWithin(this.article, "a.mark", HTMLAnchorElement);
    if (place) marks.find(({ href }) => href === place)?.focus({ preventScroll: true });
  }

  /** Say that the reader stopped it. */
  stop() {
    this.#end(element("p", { class: "reason" }, "Stopped."));
  }

  /**
   * Say what went wrong and what to do.
   * @param {string} message
   */
  fail(message) {
    this.#end(element("p", { class: "problem" }, message));
  }

  /**
   * @param {Element} words
   */
  #end(words) {
    this.status.remove();
    this.prose.after(words);
    this.article.removeAttribute("aria-busy");
  }

  /**
   * @param {Citation} citation
   */
  #mark(citation) {
    const { document_id: id, version, start, end, title, page } = citation;
    const href = addressOf(`/documents/${encodeURIComponent(id)}?${new URLSearchParams({ version: String(version), start: String(start), end: String(end) })}#cited`);
    if (!this.#numbers.has(href)) this.#numbers.set(href, this.#numbers.size + 1);
    const number = this.#numbers.get(href);
    return element("a", { class: "mark", href, "data-page": page?.toString(), "aria-label": `Footnote ${number}: ${title}` }, String(number));
  }
}
