/** Which words of a question met which words of the text, drawn: the alignment that passages are ordered by. */

/** @import { Alignment, AskedWord, Match, Place } from "../common/data.js" */

import { element } from "../common/dom.js";
import { reach } from "../common/events.js";
import { unitsOf } from "../common/text.js";
import { spoken } from "../common/words.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * Draw into a box.
 * @param {HTMLElement} box
 * @param {string} question as it was looked up
 * @param {Place} place
 * @param {{text: string, language: string}} document whole
 */
export async function why(box, question, place, { text, language }) {
  const response = await reach("/api/alignment", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ question, ...place }),
  });
  /** @type {Alignment} */
  const { words, matches } = await response.json();
  const met = new Set(matches.map((match) => match.word));
  const asked = words.map((word, number) => wordOf(word, number, met.has(number)));
  const found = textOf(text, place, matches, words);
  const lines = document.createElementNS(SVG, "svg");
  lines.setAttribute("aria-hidden", "true");
  const strongest = matches.length ? "A thicker line is a closer match." : "No word of the question comes near to these words.";
  box.replaceChildren(
    element("div", { class: "asked-words", dir: "auto", role: "group", "aria-label": "Words of the question" }, ...asked),
    element("p", { class: "met-text", dir: "auto", lang: spoken(language) }, ...found),
    element("p", { class: "hint" }, `${strongest} Underlined words are what the question met.`),
    lines,
  );
  const draw = () => drawLines(lines, box, asked, matches);
  new ResizeObserver(draw).observe(box);
  draw();
  for (const [number, word] of asked.entries()) {
    const light = (/** @type {boolean} */ on) => () => lightUp(box, number, on);
    word.addEventListener("pointerenter", light(true));
    word.addEventListener("pointerleave", light(false));
    word.addEventListener("focus", light(true));
    word.addEventListener("blur", light(false));
  }
}

/**
 * @param {AskedWord} word
 * @param {number} number
 * @param {boolean} isMet
 */
function wordOf(word, number, isMet) {
  const title = isMet ? `Met with ${word.similarity.toFixed(2)}, counts for ${Math.round(100 * word.weight)} %` : "Met by nothing here";
  return element("button", { type: "button", class: `word ${isMet ? "" : "unmet"}`, "data-word": String(number), title }, word.text);
}

/**
 * Return the text of the span, each word that was met in an element of its own.
 * @param {string} text
 * @param {Place} place
 * @param {Match[]} matches
 * @param {AskedWord[]} words
 */
function textOf(text, { start, end }, matches, words) {
  const inside = [...matches].sort((a, b) => a.start - b.start || b.similarity - a.similarity);
  const units = unitsOf(text, [start, end, ...inside.flatMap((match) => [match.start, match.end])]);
  const unit = (/** @type {number} */ position) => units.get(position) ?? text.length;
  /** @type {(string | HTMLElement)[]} */
  const parts = [];
  let at = unit(start);
  for (const match of inside) {
    const [from, to] = [unit(match.start), unit(match.end)];
    if (from < at) continue;
    // One word of the text may be what several of the question met.
    const here = inside.filter((each) => each.start === match.start);
    const title = here.map((each) => `“${words[each.word].text}”, ${each.similarity.toFixed(2)}`).join("; ");
    const numbers = here.map((each) => each.word).join(" ");
    parts.push(text.slice(at, from), element("span", { class: "met", "data-met": String(match.start), "data-word": numbers, title }, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at, unit(end))];
}

/**
 * @param {SVGElement} lines
 * @param {HTMLElement} box
 * @param {HTMLElement[]} asked
 * @param {Match[]} matches
 */
function drawLines(lines, box, asked, matches) {
  const frame = box.getBoundingClientRect();
  const paths = matches.flatMap((match) => {
    const target = box.querySelector(`[data-met="${match.start}"]`);
    if (!target) return [];
    const from = asked[match.word].getBoundingClientRect();
    const to = target.getClientRects()[0] ?? target.getBoundingClientRect();
    const [x1, y1] = [from.left + from.width / 2 - frame.left, from.bottom - frame.top];
    const [x2, y2] = [to.left + to.width / 2 - frame.left, to.top - frame.top];
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", `M${x1} ${y1} C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`);
    path.setAttribute("stroke-width", String(0.5 + 2 * Math.max(0, match.similarity - 0.4)));
    path.dataset.word = String(match.word);
    return [path];
  });
  lines.replaceChildren(...paths);
}

/**
 * @param {HTMLElement} box
 * @param {number} number
 * @param {boolean} on
 */
function lightUp(box, number, on) {
  box.querySelectorAll(`[data-word~="${number}"]`).forEach((each) => each.classList.toggle("lit", on));
}
