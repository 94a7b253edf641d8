/** Adding documents: files and folders are dropped or chosen; what sends them is loaded when there are some. */

import { allWithin, byId } from "../common/dom.js";

/** @typedef {{file: File, path: string}} Found */

const form = byId("upload", HTMLElement);

for (const name of ["files", "folder"]) {
  const field = byId(`upload-${name}`, HTMLInputElement);
  byId(`upload-choose-${name}`, HTMLElement).addEventListener("click", () => field.click());
  field.addEventListener("change", async () => {
    const found = [...(field.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
    // The same files can be chosen again.
    field.value = "";
    await add(found);
  });
}
const before = document.getElementById("upload-arriving");
if (before) takeOver(before);
byId("upload-files", HTMLInputElement).multiple = true;
form.addEventListener("submit", (event) => event.preventDefault());
takeDrops();

/** Take files that are dropped anywhere on the page; without this the browser would leave it and show them. */
function takeDrops() {
  let depth = 0;
  const enter = (/** @type {number} */ step) => {
    depth = Math.max(0, depth + step);
    form.classList.toggle("upload-over", depth > 0);
  };
  /** @type {(name: "dragenter" | "dragleave" | "dragover" | "drop", act: (event: DragEvent, dropped: DataTransfer) => void) => void} */
  const onFiles = (name, act) =>
    document.addEventListener(name, (event) => event.dataTransfer?.types.includes("Files") && act(event, event.dataTransfer));
  onFiles("dragenter", () => enter(1));
  onFiles("dragleave", () => enter(-1));
  onFiles("dragover", (event) => event.preventDefault());
  onFiles("drop", async (event, dropped) => {
    event.preventDefault();
    enter(-depth);
    // What was dropped is known only until the event has ended.
    const items = [...dropped.items].filter((item) => item.kind === "file");
    const entries = items.flatMap((item) => item.webkitGetAsEntry?.() ?? item.getAsFile() ?? []);
    const { filesIn } = await import("./folder.js");
    await add((await Promise.all(entries.map(filesIn))).flat());
  });
}

/**
 * Show what was sent in before, from another page or this one before it was loaded again, as what is sent now.
 * @param {HTMLElement} section
 */
async function takeOver(section) {
  const jobs = allWithin(section, ".upload-row", HTMLElement).map(({ dataset: { id = "", name = "" } }) => ({ id, name }));
  const list = await import("./uploadlist.js");
  section.remove();
  list.adopt(jobs);
}

/** @param {Found[]} found */
async function add(found) {
  const list = await import("./uploadlist.js");
  await list.add(found);
}
