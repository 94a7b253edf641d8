/** What can be done with an answer: copy, ask again, link, and say whether it was any good. */

/** @import { Rating } from "../common/data.js" */

import { addressOf } from "../common/address.js";
import { allWithin, element, within } from "../common/dom.js";
import { reach, wordsOf } from "../common/events.js";
import { toast } from "../common/toast.js";
import { edit } from "./editing.js";

const REASONS = {
  answered: ["It is wrong", "Another passage answers it", "The documents do not say this"],
  abstained: ["The documents do answer this", "The closest passages are not about this"],
};

/**
 * Put the tools under an answer that is kept; a tool finds its answer's data on the server when it needs it.
 * @param {HTMLElement} article
 * @param {string} conversation
 */
export function addTools(article, conversation) {
  const { turn: number = "" } = article.dataset;
  const turn = `/api/conversations/${conversation}/turns/${number}`;
  const question = within(article, ".question", HTMLElement).textContent;
  /** @type {(name: string, words: string, title: string, act: () => void) => HTMLButtonElement} */
  const tool = (name, words, title, act) => {
    const button = element("button", { type: "button", class: `quiet ${name}`, title }, words);
    button.addEventListener("click", act);
    return button;
  };
  const up = tool("up", "Helpful", "This answer is right", () => rate("up"));
  const down = tool("down", "Not helpful", "This answer is not right", () => (pressed(down) ? rate(null) : reasons()));
  const rated = { up, down };
  const bar = element(
    "div",
    { class: "tools", role: "group", "aria-label": "This answer" },
    tool("copy", "Copy", "Copy the answer with its citations (c)", () => copy(conversation, number)),
    tool("edit", "Edit", "Edit the question and ask again (e)", () => edit(article, question)),
    tool("link", "Link", "Copy a link to this answer", () => put(`${location.origin}${addressOf(`/conversations/${conversation}`)}#turn-${number}`, "The link is copied.")),
    up,
    down,
  );
  article.querySelector(".tools")?.remove();
  article.append(bar);
  show(article.dataset.rated);

  /** @param {string | null | undefined} rating */
  function show(rating) {
    for (const [name, button] of Object.entries(rated)) {
      button.setAttribute("aria-pressed", String(name === rating));
      button.classList.toggle("chosen", name === rating);
    }
  }

  /**
   * @param {Rating | null} rating
   * @param {string} reason
   */
  async function rate(rating, reason = "") {
    const chosen = rating && pressed(rated[rating]) && !reason ? null : rating;
    try {
      if (chosen) await reach(`${turn}/feedback`, json("PUT", { rating: chosen, reason }));
      else await reach(`${turn}/feedback`, { method: "DELETE" });
      show(chosen);
      toast(chosen ? "Kept, for “footnote eval” to measure with." : "Taken back.");
    } catch (error) {
      toast(wordsOf(error));
    }
  }

  function reasons() {
    const kind = article.querySelector(".abstained") ? "abstained" : "answered";
    const name = `reason-${number}`;
    const choices = REASONS[kind].map((words) =>
      element("label", {}, element("input", { type: "radio", name, value: words }), words),
    );
    const more = element("input", { type: "text", maxlength: "500", "aria-label": "In your own words", placeholder: "In your own words" });
    const cancel = element("button", { type: "button", class: "quiet" }, "Cancel");
    const form = element(
      "form",
      { class: "verdict" },
      element("fieldset", {}, element("legend", {}, "What is not right?"), ...choices),
      more,
      element("div", {}, element("button", {}, "Send"), cancel),
    );
    const close = () => {
      form.remove();
      down.focus();
    };
    cancel.addEventListener("click", close);
    form.addEventListener("keydown", (event) => event.key === "Escape" && close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const picked = allWithin(form, "input[type=radio]:checked", HTMLInputElement)[0]?.value ?? "";
      close();
      rate("down", [picked, more.value.trim()].filter(Boolean).join(": ") || "Not helpful");
    });
    article.querySelector(".verdict")?.remove();
    bar.after(form);
    form.querySelector("input")?.focus();
  }
}

/** @param {HTMLElement} button */
function pressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

/**
 * @param {string} conversation
 * @param {string} number of the turn
 */
async function copy(conversation, number) {
  try {
    const response = await reach(`/api/conversations/${conversation}/export?${new URLSearchParams({ format: "markdown", turn: number })}`);
    await put(await response.text(), "The answer is copied, with its citations.");
  } catch (error) {
    toast(wordsOf(error));
  }
}

/**
 * @param {string} text
 * @param {string} done what is said then
 */
async function put(text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure context there is no clipboard; the old way still works there.
    const field = element("textarea", { class: "hidden", readonly: "" });
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) {
      toast("The browser does not let this page copy. Mark the text and copy it by hand.");
      return;
    }
  }
  toast(done);
}

/**
 * @param {string} method
 * @param {object} value
 */
function json(method, value) {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}
