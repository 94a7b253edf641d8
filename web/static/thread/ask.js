/** The page to ask on: send a question, show the answer as it arrives, and keep the conversation. */

/** @import { Kept } from "../common/data.js" */
/** @typedef {NonNullable<ReturnType<typeof edited>>} Edited */

import { addressOf } from "../common/address.js";
import { allWithin, byId } from "../common/dom.js";
import { answerEvents, isStop, Problem, wordsOf } from "../common/events.js";
import { visible } from "../common/legibility.js";
import { announce } from "../common/live.js";
import { partOf } from "../common/pages.js";
import { showRail } from "../frame/rail.js";
import { edited, stopEditing } from "./editing.js";
import { Exchange } from "./exchange.js";
import { showCards } from "./footcard.js";
import { followCitations, stayOpen } from "./panel.js";
import { scope, wantedKind } from "./scope.js";
import { addTools } from "./tools.js";
import { offerExamples } from "./welcome.js";

const thread = byId("thread", HTMLElement);
const form = byId("composer", HTMLFormElement);
const question = byId("question", HTMLTextAreaElement);
const button = byId("send", HTMLButtonElement);
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
/** @type {AbortController | null} */
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

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && asking) asking.abort();
});

// One of the two ways to give a text area its content's height; the other needs no help.
if (!CSS.supports("field-sizing", "content")) question.addEventListener("input", fit);

followCitations();
showCards();
offerExamples(ask);
allWithin(thread, ".exchange[data-turn]", HTMLElement).forEach((article) => addTools(article, thread.dataset.conversation ?? ""));

/** @param {string} text */
async function ask(text) {
  document.getElementById("welcome")?.remove();
  const replaced = edited();
  const exchange = new Exchange(text);
  thread.append(exchange.article);
  exchange.article.scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
  question.value = "";
  try {
    await answer(text, exchange, replaced, begin());
  } catch (error) {
    if (isStop(error)) exchange.stop();
    else exchange.fail(error instanceof Problem ? error.message : "The answer broke off. Ask again.");
    announce(isStop(error) ? "Stopped." : wordsOf(error));
    question.value ||= text;
  } finally {
    end();
  }
}

/**
 * @param {string} text
 * @param {Exchange} exchange
 * @param {Edited | null} replaced
 * @param {AbortSignal} signal
 */
async function answer(text, exchange, replaced, signal) {
  // A page without a conversation begins one with its first question.
  const id = thread.dataset.conversation;
  const asked = { question: text, filters: scope(), kind: wantedKind(), replaces: replaced?.number };
  for await (const { name, data } of answerEvents(`/api/conversations/${id ? `${id}/` : ""}ask`, asked, signal)) {
    if (name === "passages") exchange.reading(data);
    if (name === "opening") {
      exchange.open(data);
      if (data.lead) announce(data.lead);
    }
    if (name === "sentence") {
      exchange.add(data);
      announce(data.text);
    }
    if (name === "saved") {
      keep(data, replaced);
      await show(exchange, data);
      return;
    }
  }
  throw new Problem("The answer broke off. Ask again.");
}

/**
 * Let the page be the conversation's from now on: its address, its title, its place in the rail.
 * @param {Kept} kept
 * @param {Edited | null} replaced
 */
function keep({ conversation_id: id, title }, replaced) {
  replaced?.articles.forEach((article) => article.remove());
  stopEditing();
  thread.dataset.conversation = id;
  const address = addressOf(`/conversations/${id}`);
  if (location.pathname !== address) history.replaceState(null, "", address);
  document.title = visible(`${title} – Footnote`);
  question.placeholder = "Ask on";
  showRail(id);
}

/**
 * Show the answer as the server makes it, now and whenever its conversation is opened.
 * @param {Exchange} exchange
 * @param {Kept} kept
 */
async function show(exchange, { conversation_id: id, number }) {
  const address = addressOf(`/conversations/${id}/turns/${number}`);
  exchange.become(await partOf(address, ".exchange", "The answer is kept, and cannot be shown. Load the page again."));
  stayOpen(exchange.article);
  addTools(exchange.article, id);
  announce(ending(exchange.article));
}

/** @param {HTMLElement} article */
function ending(article) {
  const said = [...article.querySelectorAll(".abstained, .abstained + .reason")].map((words) => words.textContent);
  const count = article.querySelectorAll(".footnotes > li").length;
  const counted = (/** @type {string} */ what) => `${count} ${what}${count === 1 ? "" : "s"}`;
  if (!said.length) return `The answer is complete, with ${counted("footnote")}.`;
  return [...said, ...(count ? [`Shown: ${counted("close sentence")}.`] : [])].join(" ");
}

function begin() {
  asking = new AbortController();
  button.textContent = "Stop";
  // What "required" asks for is not needed to stop.
  form.noValidate = true;
  return asking.signal;
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
