/** A question with its answer on the page; templates/answer.html makes the same on the server. */

import { element } from "./dom.js";
import { dateInWords } from "./text.js";

const CLOSEST = 3;

/** One question: it grows sentence by sentence, and ends with finish, stop or fail. */
export class Exchange {
  constructor(question) {
    this.prose = element("p", { class: "prose" });
    this.status = element("p", { class: "status" }, "Searching…");
    // Only what is said is announced: footnotes and passages can be visited.
    this.said = element("div", { "aria-live": "polite" }, this.prose, this.status);
    this.footnotes = element("ol", { class: "footnotes" });
    this.article = element(
      "article",
      { class: "exchange", "aria-busy": "true" },
      element("h2", { class: "question" }, question),
      this.said,
    );
    this.#forget();
  }

  /** Say what is being read. */
  reading(passages) {
    this.status.textContent = `Reading ${passages.length} passages…`;
  }

  /** Add a sentence with its marks, and the footnotes that are new. */
  add(sentence) {
    if (!this.footnotes.isConnected) this.article.append(this.footnotes);
    const marks = sentence.citations.map((citation) => element("sup", {}, mark(this.#number(citation), citation)));
    const gap = sentence.start > this.position ? [" "] : [];
    this.prose.append(...gap, element("span", { class: "sentence" }, sentence.text, ...marks));
    this.texts.push(sentence.text);
    this.position = sentence.end;
  }

  /** Show what belongs to the whole answer. */
  finish(answer) {
    const whole = answer.sentences.map((sentence) => sentence.text);
    if (whole.join("\0") !== this.texts.join("\0")) {
      this.#forget();
      answer.sentences.forEach((sentence) => this.add(sentence));
    }
    this.#end();
    if (answer.abstained) {
      this.#abstain(answer);
      return;
    }
    if (answer.unanswered.length) {
      const parts = answer.unanswered.map((part) => `“${part}”`).join(", ");
      this.said.append(element("p", { class: "reason" }, `The documents do not say: ${parts}`));
    }
    this.article.append(...answer.conflicts.map(conflictOf));
    if (answer.passages.length) this.article.append(passagesRead(answer.passages));
  }

  /** Say that the reader stopped it. */
  stop() {
    this.#end();
    this.said.append(element("p", { class: "reason" }, "Stopped."));
  }

  /** Say what went wrong and what to do. */
  fail(message) {
    this.#end();
    this.said.append(element("p", { class: "problem" }, message));
  }

  #abstain(answer) {
    this.prose.classList.add("abstained");
    this.prose.textContent = answer.answer;
    this.said.append(element("p", { class: "reason" }, answer.abstain_reason ?? ""));
    if (answer.passages.length) {
      this.article.append(
        element("h3", { class: "label" }, "The closest passages"),
        passageList(answer.passages.slice(0, CLOSEST)),
      );
    }
  }

  #number(citation) {
    const key = [citation.document_id, citation.version, citation.start, citation.end].join(" ");
    if (!this.numbers.has(key)) {
      this.numbers.set(key, this.numbers.size + 1);
      this.footnotes.append(footnote(this.numbers.get(key), citation));
    }
    return this.numbers.get(key);
  }

  #forget() {
    this.prose.replaceChildren();
    this.footnotes.replaceChildren();
    this.numbers = new Map();
    this.texts = [];
    this.position = 0;
  }

  #end() {
    this.status.remove();
    if (!this.texts.length) this.footnotes.remove();
    this.article.removeAttribute("aria-busy");
  }
}

function mark(number, citation) {
  const label = `Footnote ${number}: ${citation.title}`;
  return element("a", { class: "mark", href: linkTo(citation), "aria-label": label }, String(number));
}

function footnote(number, citation) {
  return element(
    "li",
    {},
    mark(number, citation),
    element("blockquote", {}, citation.quote),
    element("p", { class: "where" }, ...place(citation)),
  );
}

function place(item) {
  const parts = [element("a", { class: "place", href: linkTo(item) }, item.title)];
  if (item.page) parts.push(element("span", { class: "aside" }, `page ${item.page}`));
  if (item.published_at) {
    const words = dateInWords(item.published_at);
    parts.push(element("time", { class: "aside", datetime: item.published_at }, words));
  }
  return parts;
}

function linkTo({ document_id: id, version, start, end }) {
  return `/documents/${encodeURIComponent(id)}?${new URLSearchParams({ version, start, end })}#cited`;
}

function conflictOf(conflict) {
  const sides = conflict.citations.map((citation, side) =>
    element(
      "li",
      {},
      element("p", { class: "value" }, conflict.values[side]),
      element("blockquote", {}, citation.quote),
      element("p", { class: "where" }, ...place(citation)),
    ),
  );
  const heading = element("h3", { class: "label" }, "The sources disagree");
  return element("section", { class: "conflict" }, heading, element("ul", {}, ...sides));
}

function passagesRead(passages) {
  return element("details", {}, element("summary", {}, `Passages read: ${passages.length}`), passageList(passages));
}

function passageList(passages) {
  const items = passages.map((passage) =>
    element("li", {}, ...place(passage), element("p", { class: "excerpt" }, passage.text), ...sameIn(passage.copies)),
  );
  return element("ol", { class: "passages" }, ...items);
}

function sameIn(copies) {
  if (!copies.length) return [];
  const places = copies.flatMap((copy, number) => [number ? ", " : "The same in ", ...place(copy)]);
  return [element("p", { class: "where" }, ...places)];
}
