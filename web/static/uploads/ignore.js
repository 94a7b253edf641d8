/** What a .footnoteignore leaves out, in the syntax of .gitignore; index/folders/files.py does the same on the server. */

/** @typedef {{matches: RegExp, foldersOnly: boolean, ignored: boolean}} Rule */
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
    const inside = path.slice(folder.length);
    const rule = rules.findLast((each) => (isFolder || !each.foldersOnly) && each.matches.test(inside));
    if (rule) return rule.ignored;
  }
  return false;
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
  const source = expression(pattern.replace(/^\//, ""));
  try {
    return { matches: new RegExp(`^${anchored ? "" : "(?:.*/)?"}${source}$`, "su"), foldersOnly, ignored };
  } catch {
    return null;
  }
}

const TOKENS = /^\*\*\/|\/\*\*\/|\/\*\*$|\*+|\?|\[(!|\^)?(\]?(?:\\.|[^\]\\])*)\]|\\(.)|([^*?[\\/]+|.)/gsu;

const STAR = "[^/]*";
// What ends a part of the path: a slash, written as itself or escaped, and any number of folders.
const ENDS = /^\/|\\\/|^\(\?:/;

/**
 * Return the expression of a pattern; what a star takes is never given back, for the first place that fits will do.
 * @param {string} pattern
 */
function expression(pattern) {
  /** @type {string[]} */
  const parts = [];
  pattern.replace(TOKENS, (token, not, members, escaped, plain) => {
    parts.push(part(token, not, members, escaped ?? plain));
    return "";
  });
  let written = "";
  for (let at = 0; at < parts.length; at += 1) {
    const next = parts[at] === STAR ? parts.findIndex((each, place) => place > at && (each === STAR || ENDS.test(each))) : -1;
    if (next > at + 1 && parts[next] === STAR) {
      // JavaScript has no atomic group; what a look ahead has found, and is then repeated, is one.
      const name = `s${at}`;
      written += `(?=(?<${name}>[^/]*?${parts.slice(at + 1, next).join("")}))\\k<${name}>`;
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
  if (token === "**/") return "(?:.*/)?";
  if (token === "/**/") return "/(?:.*/)?";
  if (token === "/**") return "/.+";
  if (token.startsWith("*")) return STAR;
  if (token === "?") return "[^/]";
  if (members !== undefined) return `(?!/)[${not ? "^" : ""}${members.replace(/[\[\]&]/g, "\\$&")}]`;
  // An open bracket without its end matches nothing.
  if (token === "[") return "(?!)";
  return plain.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
