/** A question with its answer on the page; templates/answer.html makes the same on the server. */

import { addressOf } from "../common/address.js";
import { element } from "../common/dom.js";
import { shown } from "../common/legibility.js";
import { dateInWords, markedWords, sourceName, spoken, sureness } from "../common/text.js";

const CLOSEST = 3;

/** One question: it grows sentence by sentence, and ends with finish, stop or fail. */
export class Exchange {
  constructor(question) {
    this.heading = element("h2", { class: "question", dir: "auto" }, question);
    this.prose = element("p", { class: "prose", dir: "auto" });
    this.status = element("p", { class: "status" }, "Searching…");
    this.footnotes = element("ol", { class: "footnotes", "aria-label": "Footnotes" });
    this.article = element(
      "article",
      { class: "exchange asked", "aria-busy": "true" },
      this.heading,
      this.prose,
      this.status,
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
    const lang = sentence.written ? undefined : spoken(sentence.citations[0]?.language);
    const gap = sentence.start > this.position ? [" "] : [];
    this.prose.append(...gap, element("span", { class: "sentence", lang }, sentence.text, ...marks));
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
    this.#head(answer);
    if (answer.abstained) {
      this.#abstain(answer);
      return;
    }
    const said = [];
    if (answer.writing) said.push(element("p", { class: "reason written" }, told(answer.writing)));
    if (answer.unanswered.length) {
      const parts = answer.unanswered.map((part) => `“${part}”`).join(", ");
      said.push(element("p", { class: "reason" }, `The documents do not say: ${parts}`));
    }
    this.prose.after(...said, ...answer.conflicts.map(conflictOf));
    this.article.append(sure(answer));
    if (answer.passages.length) this.article.append(passagesRead(answer.passages));
  }

  /** Say that the reader stopped it. */
  stop() {
    this.#end();
    this.prose.after(element("p", { class: "reason" }, "Stopped."));
  }

  /** Say what went wrong and what to do. */
  fail(message) {
    this.#end();
    this.prose.after(element("p", { class: "problem" }, message));
  }

  /** Be the turn of this number of a conversation. */
  become(number) {
    this.article.id = `turn-${number}`;
    this.article.dataset.turn = number;
  }

  #head(answer) {
    this.article.dataset.asked = answer.standalone_question ?? answer.question;
    const { sources, tags } = answer.settings;
    const where = [...sources.map((source) => `in ${sourceName(source)}`), ...tags.map((tag) => `in #${tag}`)];
    const chips = where.map((words) => element("span", { class: "chip" }, element("span", {}, words)));
    this.heading.replaceChildren(
      ...markedWords(answer).flatMap(([text, uncovered]) => (uncovered ? element("mark", { class: "uncovered" }, text) : shown(text))),
    );
    const meant = answer.standalone_question;
    this.heading.after(
      ...(chips.length ? [element("p", { class: "scope" }, ...chips)] : []),
      ...(meant ? [element("p", { class: "reason meant", dir: "auto" }, `Looked up: ${meant}`)] : []),
    );
  }

  #abstain(answer) {
    this.prose.classList.add("abstained");
    this.prose.textContent = answer.answer;
    this.prose.after(
      element("p", { class: "reason" }, answer.abstain_reason ?? ""),
      element("p", { class: "next" }, "Ask in other words, or ", element("a", { href: addressOf("/documents") }, "add a document"), " that says it."),
    );
    if (answer.passages.length) {
      const closest = passageList(answer.passages.slice(0, CLOSEST));
      this.article.append(element("h3", { class: "label" }, "The closest passages"), closest);
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
  return element("a", { class: "mark", href: linkTo(citation), "data-page": citation.page, "aria-label": label }, String(number));
}

function footnote(number, citation) {
  return element(
    "li",
    {},
    mark(number, citation),
    element("blockquote", { dir: "auto", lang: spoken(citation.language) }, citation.quote),
    element("p", { class: "where" }, ...place(citation)),
  );
}

function place(item) {
  const parts = [element("a", { class: "place", href: linkTo(item), "data-page": item.page, dir: "auto", lang: spoken(item.language) }, item.title)];
  if (item.page) parts.push(element("span", { class: "aside" }, `page ${item.page}`));
  if (item.published_at) {
    const words = dateInWords(item.published_at);
    parts.push(element("time", { class: "aside", datetime: item.published_at }, words));
  }
  return parts;
}

function linkTo({ document_id: id, version, start, end }) {
  return addressOf(`/documents/${encodeURIComponent(id)}?${new URLSearchParams({ version, start, end })}#cited`);
}

function conflictOf(conflict) {
  const sides = conflict.citations.map((citation, side) =>
    element(
      "li",
      {},
      element("p", { class: "value" }, conflict.values[side]),
      element("blockquote", { dir: "auto", lang: spoken(citation.language) }, citation.quote),
      element("p", { class: "where" }, ...place(citation)),
    ),
  );
  const heading = element("h3", { class: "label" }, "The sources disagree");
  return element("section", { class: "conflict" }, heading, element("ul", {}, ...sides));
}

function sure(answer) {
  const written = answer.sentences.flatMap((sentence, place) => (sentence.written ? [`${place + 1} with ${sentence.support.toFixed(2)}`] : []));
  const support = written.length ? `; the cited words support sentence ${written.join(", ")}` : "";
  const percent = Math.round(100 * answer.confidence);
  const words = `Footnote takes it for ${percent} % likely that these words answer the question${support}.`;
  return element("details", { class: "sure" }, element("summary", {}, sureness(answer.confidence)), element("p", {}, words));
}

function told(writing) {
  if (writing.problem) return `${writing.problem} What stands here is the evidence itself.`;
  const counts = [
    [writing.redrafted, "written twice"],
    [writing.replaced, "replaced by the evidence"],
    [writing.left_out, "left out"],
  ];
  const done = counts.filter(([count]) => count).map(([count, what]) => `${count} of its sentences ${what}`);
  const more = done.length ? `; ${done.join("; ")}` : "";
  return `Written by ${writing.model}, each sentence checked against the words that it cites${more}.`;
}

function passagesRead(passages) {
  const summary = element("summary", {}, `Passages read: ${passages.length}`);
  return element("details", { class: "read" }, summary, passageList(passages));
}

function passageList(passages) {
  const items = passages.map((passage) =>
    element("li", {}, ...place(passage), element("p", { class: "excerpt", dir: "auto", lang: spoken(passage.language) }, passage.text), ...sameIn(passage.copies)),
  );
  return element("ol", { class: "passages" }, ...items);
}

function sameIn(copies) {
  if (!copies.length) return [];
  const places = copies.flatMap((copy, number) => [number ? ", " : "The same in ", ...place(copy)]);
  return [element("p", { class: "where" }, ...places)];
}
