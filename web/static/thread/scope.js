/** Which documents may answer: those that the composer's chips and its list of collections name. */

const composer = document.getElementById("composer");

/** Return the filters of a question; none when every document may answer. */
export function scope() {
  const sources = [...composer.querySelectorAll("input[name=source]")].map((input) => input.value);
  const tag = document.getElementById("collection")?.value;
  if (!sources.length && !tag) return undefined;
  return { sources, tags: tag ? [tag] : [] };
}

// Without a script the cross leads to the page without the chip.
composer.addEventListener("click", (event) => {
  const cross = event.target.closest("#narrowed a");
  if (!cross) return;
  event.preventDefault();
  cross.closest(".chip").remove();
  document.getElementById("question").focus();
});
