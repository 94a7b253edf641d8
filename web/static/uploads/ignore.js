/** What a .footnoteignore leaves out, in the syntax of .gitignore; index/folders/files.py does the same on the server. */

/** What the stars between two slashes stand for: any number of names. */
const ANY_FOLDERS = null;
const ANY_NAME = /./su;

/** @typedef {RegExp | typeof ANY_FOLDERS} Wanted of a name in a path */
/** @typedef {{names: Wanted[], foldersOnly: boolean, ignored: boolean}} Rule */
/** @typedef {{folder: string, rules: Rule[]}} Ignore */

/**
 * Read an ignore file.
 * @param {string} folder that it lies in and speaks of; its path ends with "/", or is empty
 * @param {string} text
 * @returns {Ignore}
 */
export function ignoreOf(folder, text) {
  return { folder, rules: text.split(/\r?\n/).flatMap((line) => ruleOf(line) ?? []) };
}

/**
 * Tell whether a file is left out, itself or with a folder that it lies in.
 * @param {string} path
 * @param {Ignore[]} ignores those nearest to the root first
 */
export function isIgnored(path, ignores) {
  const parts = path.split("/");
  return parts.some((_, at) => verdict(parts.slice(0, at + 1).join("/"), at < parts.length - 1, ignores));
}

/**
 * Ask the ignore files from the nearest up; the last rule that matches in the first with a word on it decides.
 * @param {string} path
 * @param {boolean} isFolder
 * @param {Ignore[]} ignores
 */
function verdict(path, isFolder, ignores) {
  for (const { folder, rules } of [...ignores].reverse()) {
    if (!path.startsWith(folder) || path.length === folder.length) continue;
    const inside = path.slice(folder.length).split("/");
    const rule = rules.findLast((each) => (isFolder || !each.foldersOnly) && fits(each.names, inside));
    if (rule) return rule.ignored;
  }
  return false;
}

/**
 * Go back to the last ANY_FOLDERS alone: what stands before it fits nowhere better than where it fitted first.
 * @param {Wanted[]} wanted
 * @param {string[]} names of a path
 */
function fits(wanted, names) {
  let [at, here] = [0, 0];
  let [after, resumed] = [-1, 0];
  while (here < names.length) {
    if (wanted[at] === ANY_FOLDERS) {
      at += 1;
      [after, resumed] = [at, here];
    } else if (wanted[at]?.test(names[here])) {
      at += 1;
      here += 1;
    } else if (after >= 0) {
      resumed += 1;
      [at, here] = [after, resumed];
    } else {
      return false;
    }
  }
  return at === wanted.length;
}

/**
 * @param {string} line
 * @returns {Rule | null}
 */
function ruleOf(line) {
  let pattern = line.replace(/(?<!\\)\s+$/, "");
  if (!pattern || pattern.startsWith("#")) return null;
  const ignored = !pattern.startsWith("!");
  if (!ignored) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith("/");
  if (foldersOnly) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes("/");
  try {
    const names = namesOf(pattern.replace(/^\//, ""));
    return { names: anchored ? names : [ANY_FOLDERS, ...names], foldersOnly, ignored };
  } catch {
    return null;
  }
}

const TOKENS = /^\*\*\/|\/\*\*\/|\/\*\*$|\*+|\?|\[(!|\^)?(\]?(?:\\.|[^\]\\])*)\]|\\(.)|([^*?[\\/]+|.)/gsu;

const STAR = ".*";

/**
 * Divide a pattern at its slashes.
 * @param {string} pattern
 */
function namesOf(pattern) {
  /** @type {Wanted[]} */
  const names = [];
  /** @type {string[]} */
  let parts = [];
  const end = () => {
    names.push(new RegExp(`^${expression(parts)}$`, "su"));
    parts = [];
  };
  for (const [token, not, members, escaped, plain] of pattern.matchAll(TOKENS)) {
    if (token === "**/") {
      names.push(ANY_FOLDERS);
    } else if (token === "/**/") {
      end();
      names.push(ANY_FOLDERS);
    } else if (token === "/**") {
      end();
      return [...names, ANY_FOLDERS, ANY_NAME];
    } else if ((escaped ?? plain) === "/") {
      end();
    } else {
      parts.push(part(token, not, members, escaped ?? plain));
    }
  }
  end();
  return names;
}

/**
 * Return the expression of a name; what a star takes is never given back, for the first place that fits will do.
 * @param {string[]} parts
 */
function expression(parts) {
  let written = "";
  for (let at = 0; at < parts.length; at += 1) {
    const next = parts[at] === STAR ? parts.indexOf(STAR, at + 1) : -1;
    if (next > at + 1) {
      // JavaScript has no atomic group; what a look ahead has found, and is then repeated, is one.
      const name = `s${at}`;
      written += `(?=(?<${name}>.*?${parts.slice(at + 1, next).join("")}))\\k<${name}>`;
      at = next - 1;
    } else {
      written += parts[at];
    }
  }
  return written;
}

/**
 * @param {string} token
 * @param {string | undefined} not
 * @param {string | undefined} members
 * @param {string} plain
 */
function part(token, not, members, plain) {
  if (token.startsWith("*")) return STAR;
  if (token === "?") return ".";
  if (members !== undefined) return `[${not ? "^" : ""}${members.replace(/[\[\]&]/g, "\\$&")}]`;
  // An open bracket without its end matches nothing.
  if (token === "[") return "(?!)";
  return plain.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
