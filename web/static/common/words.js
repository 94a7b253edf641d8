/** What a reader is shown of a document's language, source and date. */

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
