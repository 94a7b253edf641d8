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
      units += text.codePointAt(units) > 0xffff ? 2 : 1;
      points += 1;
    }
    found.set(position, units);
  }
  return found;
}

/**
 * Divide a document's text where a heading or the cited span begins or ends; together the pieces are the text.
 * @param {{text: string, sections: {start: number, end: number, heading: string}[]}} document
 * @param {number} start of the cited span, in code points
 * @param {number} end one past its last
 * @returns {{text: string, heading: boolean, cited: boolean}[]}
 */
export function pieces({ text, sections }, start, end) {
  const units = unitsOf(text, [start, end, ...sections.map((section) => section.start)]);
  const [first, last] = [units.get(start), units.get(end)];
  const headings = sections.map((section) => headingSpan(text, section, units.get(section.start))).filter(Boolean);
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

function headingSpan(text, section, begin) {
  const heading = section.heading.split(" › ").pop();
  const stop = begin + heading.length;
  const whole = stop === text.length || text[stop] === "\n";
  return heading && whole && text.startsWith(heading, begin) ? [begin, stop] : null;
}

/** Return what a reader knows a source by: the name of a file, the whole of an address. */
export function sourceName(source) {
  return source.includes("://") ? source : source.split("/").pop() || source;
}

/** Return an ISO date as "5 May 2025"; what is no date stays as it is. */
export function dateInWords(value) {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return value;
  return day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
