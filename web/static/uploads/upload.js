/** Adding documents: files and folders are dropped or chosen; what sends them is loaded when there are some. */

const byId = (name) => document.getElementById(`upload-${name}`);
const form = document.getElementById("upload");

for (const name of ["files", "folder"]) {
  const field = byId(name);
  byId(`choose-${name}`).addEventListener("click", () => field.click());
  field.addEventListener("change", async () => {
    const found = [...field.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
    // The same files can be chosen again.
    field.value = "";
    await add(found);
  });
}
const before = byId("arriving");
if (before) takeOver(before);
byId("files").multiple = true;
form.addEventListener("submit", (event) => event.preventDefault());
takeDrops();

/** Take files that are dropped anywhere on the page; without this the browser would leave it and show them. */
function takeDrops() {
  let depth = 0;
  const enter = (step) => {
    depth = Math.max(0, depth + step);
    form.classList.toggle("upload-over", depth > 0);
  };
  const onFiles = (name, act) =>
    document.addEventListener(name, (event) => event.dataTransfer?.types.includes("Files") && act(event));
  onFiles("dragenter", () => enter(1));
  onFiles("dragleave", () => enter(-1));
  onFiles("dragover", (event) => event.preventDefault());
  onFiles("drop", async (event) => {
    event.preventDefault();
    enter(-depth);
    // What was dropped is known only until the event has ended.
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const entries = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean);
    const { filesIn } = await import("./folder.js");
    await add((await Promise.all(entries.map(filesIn))).flat());
  });
}

/** Show what was sent in before, from another page or this one before it was loaded again, as what is sent now. */
async function takeOver(section) {
  const jobs = [...section.querySelectorAll(".upload-row")].map(({ dataset }) => ({ id: dataset.id, name: dataset.name }));
  const queue = await import("./queue.js");
  section.remove();
  queue.adopt(jobs);
}

async function add(found) {
  const queue = await import("./queue.js");
  await queue.add(found);
}
