/** Footnote counts in Unicode code points and JavaScript in UTF-16 units: from one to the other, and texts divided by them. */

/** @import { Section } from "./data.js" */

/**
 * Return, for each position in code points, the position in UTF-16 units; positions past the end become the end.
 * @param {string} text
 * @param {number[]} positions in any order
 * @returns {Map<number, number>}
 */
export function unitsOf(text, positions) {
  const found = new Map();
  let points = 0;
  let units = 0;
  for (const position of [...positions].sort((a, b) => a - b)) {
    while (points < position && units < text.length) {
      units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
      points += 1;
    }
    found.set(position, units);
  }
  return found;
}

/**
 * Divide a document's text where a heading or the cited span begins or ends; together the pieces are the text.
 * @param {{text: string, sections: Section[]}} document
 * @param {number} start of the cited span, in code points
 * @param {number} end one past its last
 * @returns {{text: string, heading: boolean, cited: boolean}[]}
 */
export function pieces({ text, sections }, start, end) {
  const units = unitsOf(text, [start, end, ...sections.map((section) => section.start)]);
  const unit = (/** @type {number} */ position) => units.get(position) ?? text.length;
  const [first, last] = [unit(start), unit(end)];
  /** @type {Map<number, number>} */
  const stops = new Map();
  for (const [begin, stop] of sections.flatMap((section) => headingSpan(text, section, unit(section.start)))) {
    stops.set(begin, Math.max(stop, stops.get(begin) ?? 0));
  }
  const bounds = [...new Set([0, text.length, first, last, ...stops.keys(), ...stops.values()])].sort((a, b) => a - b);
  // As far as a heading goes that has begun: a text may have tens of thousands.
  let headed = 0;
  return bounds.slice(1).map((stop, place) => {
    const begin = bounds[place];
    headed = Math.max(headed, stops.get(begin) ?? 0);
    return { text: text.slice(begin, stop), heading: stop <= headed, cited: first <= begin && stop <= last };
  });
}

/**
 * @param {string} text
 * @param {Section} section
 * @param {number} begin
 * @returns {[number, number][]} none where the section has no heading of its own
 */
function headingSpan(text, section, begin) {
  const heading = section.heading.split(" › ").pop() ?? "";
  const stop = begin + heading.length;
  const whole = stop === text.length || text[stop] === "\n";
  return heading && whole && text.startsWith(heading, begin) ? [[begin, stop]] : [];
}

const MOST_AROUND = 60_000;

/**
 * Return a document with the text around a span alone, where the whole is too long to be set at once.
 * @param {{text: string, sections: Section[]}} document
 * @param {number} start
 * @param {number} end
 * @returns {{text: string, sections: Section[], from: number, to: number, cut: boolean}} the span counts in this text
 */
export function around({ text, sections }, start, end) {
  if (text.length <= 2 * MOST_AROUND) return { text, sections, from: start, to: end, cut: false };
  const units = unitsOf(text, [start]);
  const middle = units.get(start) ?? text.length;
  let first = Math.max(0, middle - MOST_AROUND);
  let last = Math.min(text.length, middle + MOST_AROUND);
  // Half a pair of surrogates is no character.
  if (/[\uDC00-\uDFFF]/.test(text[first] ?? "")) first -= 1;
  if (/[\uDC00-\uDFFF]/.test(text[last] ?? "")) last -= 1;
  const before = [...text.slice(0, first)].length;
  const moved = sections.map((section) => ({ ...section, start: section.start - before, end: section.end - before }));
  const inside = moved.filter((section) => section.start >= 0 && section.start < last - first);
  return { text: text.slice(first, last), sections: inside, from: start - before, to: end - before, cut: true };
}
