/** What is hidden in a text, and would let it be displayed otherwise than it reads; index/hardening/legibility.py has the same rule. */

const RUN = /(?:[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cs}\ufff9-\ufffb]|(?![\t\n])\p{Cc})+/gu;
const MARK = /[\u061c\u200e\u200f]/;
const JOINERS = /[\u200c\u200d]/g;
const BREAK = /[\u00ad\u034f\u180e\u200b\u2060\ufeff]/;
const SELECTORS = /[\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
const NEVER = /[^\u061c\u200c-\u200f\u00ad\u034f\u180b-\u180f\u200b\u2060\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/u;
const LONGEST_RUN = 4;
const FLAG = /^\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,6}\u{e007f}$/u;
const JOINED_SCRIPT =
  /[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1700-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua800-\ua8df\ua980-\uaaff\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\u{10a00}-\u{11fff}\u{1e900}-\u{1e95f}]/u;
const WITHOUT_VARIANTS = /(?![\u1000-\u{3ffff}])[\p{L}\p{N}_]/u;
const FROM_RIGHT_TO_LEFT =
  /[\u05be-\u05f4\u0620-\u064a\u066e-\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u08c9\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1eeff}]/u;
const NEAR = 100;
const IN_A_NUMBER = /[\p{Nd}.,'’:/+-]/u;
const DIGIT = /\p{Nd}/u;

/**
 * Return a text as strings, and an element for each run of hidden characters: it names them, and they steer nothing.
 * @param {string} text
 * @returns {(string | HTMLElement)[]} whose text together is the text
 */
export function shown(text) {
  return divided(text).map((part) => (typeof part === "string" ? part : control(part.run)));
}

/**
 * Return a text in which hidden characters are named, for where there can be no elements.
 * @param {string} text
 */
export function visible(text) {
  return divided(text)
    .map((part) => (typeof part === "string" ? part : names(part.run, (name) => `<${name}>`)))
    .join("");
}

/**
 * @param {string} text
 * @returns {(string | {run: string})[]}
 */
function divided(text) {
  /** @type {(string | {run: string})[]} */
  const parts = [];
  let at = 0;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (belongs(text, run, index)) continue;
    parts.push(text.slice(at, index), { run });
    at = index + run.length;
  }
  return [...parts, text.slice(at)].filter((part) => part !== "");
}

/** @param {string} run */
function control(run) {
  const made = document.createElement("span");
  made.className = "control";
  made.dataset.names = names(run, (name) => name);
  made.append(run);
  return made;
}

/**
 * @param {string} run
 * @param {(name: string) => string} name
 */
function names(run, name) {
  const characters = [...run];
  const first = characters.slice(0, LONGEST_RUN).map((each) => name(`U+${each.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`));
  const more = characters.length - LONGEST_RUN;
  return first.join(first[0].startsWith("<") ? "" : " ") + (more > 0 ? ` and ${more.toLocaleString("en")} more` : "");
}

/**
 * Tell whether a run of such characters is of use where it stands.
 * @param {string} text
 * @param {string} run
 * @param {number} index
 * @returns {boolean}
 */
function belongs(text, run, index) {
  const before = [...text.slice(Math.max(0, index - 2), index)].pop() ?? "";
  const end = index + run.length;
  const behind = end < text.length ? String.fromCodePoint(text.codePointAt(end) ?? 0) : "";
  if (NEVER.test(run) || [...run].length > LONGEST_RUN) return FLAG.test(before + run);
  /** @param {RegExp} some */
  const count = (some) => run.match(some)?.length ?? 0;
  /** @type {[number | boolean, () => boolean][]} */
  const uses = [
    [count(SELECTORS), () => count(SELECTORS) === 1 && (behind === "\u20e3" || !/^\s?$/.test(before) && !WITHOUT_VARIANTS.test(before))],
    [count(JOINERS), () => count(JOINERS) === 1 && joins(before, behind)],
    [MARK.test(run), () => directs(text, index, end)],
    [BREAK.test(run), () => divides(before, behind)],
  ];
  return uses.every(([there, ofUse]) => !there || ofUse());
}

/**
 * @param {string} before
 * @param {string} behind
 */
function joins(before, behind) {
  if (!before || DIGIT.test(before) || DIGIT.test(behind)) return false;
  return (/[\p{So}\p{Sk}]/u.test(before) && /\p{So}/u.test(behind)) || JOINED_SCRIPT.test(before);
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
function directs(text, start, end) {
  const before = text.slice(Math.max(0, start - NEAR), start).split("\n").pop() ?? "";
  const behind = text.slice(end, end + NEAR).split("\n")[0];
  return FROM_RIGHT_TO_LEFT.test(before) || FROM_RIGHT_TO_LEFT.test(behind);
}

/**
 * @param {string} before
 * @param {string} behind
 */
function divides(before, behind) {
  const inside = IN_A_NUMBER.test(before) && IN_A_NUMBER.test(behind);
  return !(inside && (DIGIT.test(before) || DIGIT.test(behind)));
}
