/** The files of a folder that was dropped or chosen, and which of them are worth sending. */

import { ignoreOf, isIgnored } from "./ignore.js";

const IGNORE_FILE = ".footnoteignore";
/** How the names of hidden files begin, and of those that an Office program leaves while it has a file open. */
const PASSED_OVER = /(^|\/)(\.|~\$)/;

/**
 * Divide files into those to send, by path, and those that are hidden, ignored, or in a folder of a kind not read.
 * @param {{file: File, path: string}[]} found
 * @param {string[]} formats the extensions that are read
 */
export async function sorted(found, formats) {
  const files = found.filter(({ path }) => path.split("/").pop() === IGNORE_FILE).sort(byDepth);
  const ignores = await Promise.all(
    files.map(async ({ file, path }) => ignoreOf(path.slice(0, -IGNORE_FILE.length), await file.text())),
  );
  /** @param {{path: string}} found */
  const wanted = ({ path }) =>
    !PASSED_OVER.test(path) && !(path.includes("/") && (isIgnored(path, ignores) || isForeign(path, formats)));
  /** @type {(a: {path: string}, b: {path: string}) => number} */
  const byPath = (a, b) => a.path.localeCompare(b.path, "en", { numeric: true });
  return { sent: found.filter(wanted).sort(byPath), left: found.filter((each) => !wanted(each)) };
}

/**
 * Return the files of something that was dropped, with their paths from the folder that it lies in.
 * @param {FileSystemEntry | File} entry
 * @returns {Promise<{file: File, path: string}[]>}
 */
export async function filesIn(entry) {
  if (entry instanceof File) return [{ file: entry, path: entry.name }];
  if (isFile(entry)) return fileOf(entry);
  const inside = isFolder(entry) ? await entriesOf(entry.createReader()) : [];
  return (await Promise.all(inside.map(filesIn))).flat();
}

/** @type {(entry: FileSystemEntry) => entry is FileSystemFileEntry} */
const isFile = (entry) => entry.isFile;

/** @type {(entry: FileSystemEntry) => entry is FileSystemDirectoryEntry} */
const isFolder = (entry) => entry.isDirectory;

/**
 * A file that cannot be read is left out: it is gone, or a link to nowhere.
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<{file: File, path: string}[]>}
 */
function fileOf(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  return new Promise((resolve) => entry.file((file) => resolve([{ file, path }]), () => resolve([])));
}

/**
 * A reader gives some hundred entries at a time, and none at the end.
 * @param {FileSystemDirectoryReader} reader
 * @returns {Promise<FileSystemEntry[]>}
 */
async function entriesOf(reader) {
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return all;
    all.push(...some);
  }
}

/**
 * @param {{path: string}} a
 * @param {{path: string}} b
 */
function byDepth(a, b) {
  return a.path.split("/").length - b.path.split("/").length;
}

/**
 * A name without an extension may be a text, which the server tells.
 * @param {string} path
 * @param {string[]} formats
 */
function isForeign(path, formats) {
  const name = (path.split("/").pop() ?? "").toLowerCase();
  return name.includes(".") && !formats.some((format) => name.endsWith(format));
}
