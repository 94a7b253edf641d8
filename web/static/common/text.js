/** Footnote counts in Unicode code points and JavaScript in UTF-16 units: from one to the other, and what follows. */

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

/** @typedef {{start: number, end: number, heading: string}} Section */

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
  const headings = sections.flatMap((section) => headingSpan(text, section, unit(section.start)));
  const bounds = [...new Set([0, text.length, first, last, ...headings.flat()])].sort((a, b) => a - b);
  return bounds.slice(1).map((stop, place) => {
    const begin = bounds[place];
    return {
      text: text.slice(begin, stop),
      heading: headings.some(([from, to]) => from <= begin && stop <= to),
      cited: first <= begin && stop <= last,
    };
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

/**
 * Return the lang of words in a document's language; nothing where it is the page's own, unknown, or no code.
 * @param {string | null | undefined} language
 * @returns {string | undefined}
 */
export function spoken(language) {
  return /^(?!en\b)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language ?? "") ? (language ?? undefined) : undefined;
}

/**
 * Let an element be in a document's language.
 * @param {HTMLElement} part
 * @param {string | null | undefined} language
 */
export function speak(part, language) {
  const lang = spoken(language);
  if (lang) part.lang = lang;
  else part.removeAttribute("lang");
}

/**
 * Return what a reader knows a source by: the name of a file with what is inside it, the whole of an address.
 * @param {string} source
 */
export function sourceName(source) {
  const [file, ...inside] = source.split("#");
  return file.includes("://") ? source : [file.split("/").pop() || file, ...inside].join("#");
}

/**
 * Return an ISO date as "5 May 2025"; what is not a date stays as it is.
 * @param {string} value
 */
export function dateInWords(value) {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return value;
  return day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
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

const DAY_MS = 86_400_000;

/**
 * Group conversations, newest first, by how long ago they were: by the reader's own clock.
 * @template {{updated_at: string}} T
 * @param {T[]} conversations
 * @returns {[string, T[]][]}
 */
export function byDay(conversations) {
  const today = new Date().setHours(0, 0, 0, 0);
  const groups = new Map();
  for (const each of conversations) {
    const ago = Math.ceil((today - new Date(each.updated_at).getTime()) / DAY_MS);
    const label = ago <= 0 ? "Today" : ago === 1 ? "Yesterday" : ago <= 7 ? "Last seven days" : "Older";
    groups.set(label, [...(groups.get(label) ?? []), each]);
  }
  return [...groups];
}
