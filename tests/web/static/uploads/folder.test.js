/** Of a folder only what is worth sending is sent; tests/browser compares the rules of ignore files with the server's. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sorted } from "../served/uploads/folder.js";
import { ignoreOf, isIgnored } from "../served/uploads/ignore.js";

const at = (path, text = "") => ({ path, file: new Blob([text]) });

test("hidden, ignored and foreign files are left, and the rest goes by its path in numbers' order", async () => {
  const found = [at("a/10.md"), at("a/9.md"), at("a/.git/x.md"), at("a/~$b.docx"), at("a/photo.raw"), at("a/README"), at("a/drafts/x.md"), at("a/.footnoteignore", "drafts/\n")];
  const { sent, left } = await sorted(found, [".md", ".docx"]);
  assert.deepEqual(sent.map(({ path }) => path), ["a/9.md", "a/10.md", "a/README"]);
  assert.equal(left.length, 5);
});

test("a single file is sent whatever its kind is: the server tells", async () => {
  assert.deepEqual((await sorted([at("photo.raw")], [".md"])).left, []);
});

test("the nearest ignore file with a word on a file decides, and its last rule", () => {
  const ignores = [ignoreOf("", "*.md\n!keep.md"), ignoreOf("sub/", "!*.md\nlast.md")];
  assert.deepEqual(["a.md", "keep.md", "sub/a.md", "sub/last.md", "b.txt"].map((path) => isIgnored(path, ignores)), [true, false, false, true, false]);
});

test("a line of stars is answered at once", () => {
  assert.equal(isIgnored("a".repeat(5000), [ignoreOf("", `${"*a".repeat(200)}b`)]), false);
});

test("any number of folders is sought once from each place, however often a line says so", (t) => {
  const test = t.mock.method(RegExp.prototype, "test");
  const [deep, line] = ["a/".repeat(60), "**/a/".repeat(12)];
  assert.equal(isIgnored(`${deep}b`, [ignoreOf("", `${line}c`)]), false);
  assert.ok(test.mock.callCount() < 2 * 61 * 61, `${test.mock.callCount()} names were compared`);
  assert.equal(isIgnored(`${deep}c`, [ignoreOf("", `${line}c`)]), true);
});

test("stars between slashes stand for any folders, at the end for what is in one", () => {
  const ignored = (line, path) => isIgnored(path, [ignoreOf("", line)]);
  assert.deepEqual(["a/b", "a/x/b", "a/x/y/b", "a/b/x", "x/a/b"].map((path) => ignored("a/**/b", path)), [true, true, true, true, false]);
  assert.deepEqual(["a", "a/b", "a/b/c"].map((path) => ignored("a/**", path)), [false, true, true]);
  assert.deepEqual(["b", "x/b", "x/y/b.c"].map((path) => ignored("**/b", path)), [true, true, false]);
});
