/** The page to ask on: send a question, show the answer as it arrives. */

import { Exchange } from "./answer.js";
import { answerEvents, Problem } from "./events.js";
import { followCitations } from "./panel.js";

const thread = document.getElementById("thread");
const form = document.getElementById("composer");
const question = document.getElementById("question");
const button = document.getElementById("send");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let asking = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (asking) asking.abort();
  else if (question.value.trim()) ask(question.value.trim());
});

question.addEventListener("keydown", (event) => {
  // While an input method composes a word, Enter chooses its spelling.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (!asking) form.requestSubmit();
});

// One of the two ways to give a text area its content's height; the other needs no help.
if (!CSS.supports("field-sizing", "content")) question.addEventListener("input", fit);

followCitations();

async function ask(text) {
  document.getElementById("welcome")?.remove();
  const exchange = new Exchange(text);
  thread.append(exchange.article);
  exchange.article.scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
  question.value = "";
  begin();
  try {
    await answer(text, exchange);
  } catch (error) {
    if (error.name === "AbortError") exchange.stop();
    else exchange.fail(error instanceof Problem ? error.message : "The answer broke off. Ask again.");
    question.value ||= text;
  } finally {
    end();
  }
}

async function answer(text, exchange) {
  for await (const { name, data } of answerEvents(text, asking.signal)) {
    if (name === "passages") exchange.reading(data);
    if (name === "sentence") exchange.add(data);
    if (name === "done") {
      exchange.finish(data);
      return;
    }
  }
  throw new Problem("The answer broke off. Ask again.");
}

function begin() {
  asking = new AbortController();
  button.textContent = "Stop";
  // What "required" asks for is not needed to stop.
  form.noValidate = true;
}

function end() {
  asking = null;
  button.textContent = "Ask";
  form.noValidate = false;
}

function fit() {
  question.style.height = "auto";
  question.style.height = `${question.scrollHeight}px`;
}
