/** How the sentences of an answer stand while they come: as the server sets them whole (pages/templates/answer.html). */

/** @import { Kind } from "../common/data.js" */

import { element } from "../common/dom.js";

/** The mark of an item that a document brings. */
const OWN_MARK = /^(?:[•‣▪◦*+–-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s/iu;

/** A place for the sentences of one answer, in which each goes where its kind wants it. */
export class Setting {
  #kind;
  /** @type {string | null} */
  #group = null;
  /** @type {Element} */
  #block;
  /** @type {Map<string, Element>} */
  #sides = new Map();

  /** @param {Kind} kind */
  constructor(kind) {
    this.#kind = kind;
    this.prose = element("div", { class: "prose", dir: "auto" });
    this.#block = this.prose;
  }

  /**
   * Say what stands before the sentences.
   * @param {string} lead
   */
  begin(lead) {
    const inLine = this.#kind === "yes_no" || this.#kind === "fact";
    this.prose.append(element(inLine ? "strong" : "p", { class: "lead", dir: inLine ? undefined : "auto" }, lead));
  }

  /**
   * Add a sentence.
   * @param {string} group that it stands under; empty for none
   * @param {string} text of it, without marks
   * @param {Element} sentence
   */
  add(group, text, sentence) {
    if (group !== this.#group) this.#block = this.#blockOf(group);
    this.#group = group;
    if (this.#block.tagName === "UL") this.#item(text, sentence);
    else this.#block.append(...(this.#block.childNodes.length ? [" "] : []), sentence);
  }

  /**
   * Add an item, or what announces items.
   * @param {string} text
   * @param {Element} sentence
   */
  #item(text, sentence) {
    const announces = this.#kind === "list" && !this.#block.children.length && /[:：]$/u.test(text);
    if (announces) this.#block.before(element("p", { dir: "auto" }, sentence));
    else this.#block.append(element("li", { class: OWN_MARK.test(text) ? "marked" : undefined, dir: "auto" }, sentence));
  }

  /**
   * Return what the sentences of a group go into.
   * @param {string} group
   */
  #blockOf(group) {
    const inItems = this.#kind === "list" || (group && this.#kind === "comparison");
    if (!group && !inItems) return this.prose;
    this.prose.classList.add("set");
    const heading = group ? [element("h3", { class: "group", dir: "auto" }, group)] : [];
    const block = inItems ? element("ul", { class: "items" }) : element("p", { dir: "auto" });
    if (this.#kind === "comparison") return this.#side(group, heading, block);
    if (this.#kind === "collection") this.#list().append(element("li", {}, ...heading, block));
    else this.prose.append(...heading, block);
    return block;
  }

  /**
   * Return what the sentences of a side go into, wherever they come.
   * @param {string} group
   * @param {Element[]} heading
   * @param {Element} block
   */
  #side(group, heading, block) {
    const known = this.#sides.get(group);
    if (known) return known;
    this.#sides.set(group, block);
    if (!this.prose.querySelector(".sides")) this.prose.append(element("div", { class: "sides" }));
    this.prose.querySelector(".sides")?.append(element("section", {}, ...heading, block));
    return block;
  }

  /** Return the list of documents. */
  #list() {
    const last = this.prose.lastElementChild;
    if (last?.tagName === "UL") return last;
    const list = element("ul", { class: "items" });
    this.prose.append(list);
    return list;
  }
}
