/* The group's threads as tabs: topic's hue, name, how many messages nobody has read. */

import { heard, node, reconcile, write } from "./nodes.js";
import { threadParts, topicOfThread } from "./topics.js";

const GENERAL = 0;
const tabs = document.getElementById("threads");
let list = [];
let choose = null;
let inView = null;

tabs.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const at = list.findIndex((id) => tabs.querySelector(`#thread-${id}`) === document.activeElement);
  if (at < 0) return;
  const to = event.key === "Home" ? 0 : event.key === "End" ? list.length - 1
    : event.key in steps ? (at + steps[event.key] + list.length) % list.length : -1;
  if (to < 0) return;
  event.preventDefault();
  choose(list[to]);
  tabs.querySelector(`#thread-${list[to]}`).focus();
});

/** General comes last: everything happens in the topics' own threads. */
export const inOrder = (one, other) => Number(one.id === GENERAL) - Number(other.id === GENERAL);

/** Show the tabs and the open thread's title; `chosen` is called with a thread's id. */
export function showThreads(threads, open, chosen) {
  list = threads.map((t) => t.id);
  choose = chosen;
  reconcile(tabs, threads.map((thread) => ({
    key: thread.id,
    signature: JSON.stringify([thread.name, thread.closed, thread.fresh, thread.id === open]),
    build: () => tab(thread, thread.id === open),
  })));
  const shown = threads.find((t) => t.id === open);
  write(document.getElementById("thread-title"), shown.name);
  write(document.getElementById("thread-note"), shown.closed ? "wątek zamknięty" : "");
  if (inView !== open && tabs.clientWidth > 0) bringIntoView(open);
  document.getElementById("thread").dataset.topic = topicOfThread(shown.name) ?? "";
}

/** Scroll the row of tabs only; the page itself stays where it is. */
function bringIntoView(id) {
  const chosen = tabs.querySelector(`#thread-${id}`);
  tabs.scrollLeft = chosen.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - chosen.offsetWidth) / 2;
  inView = id;
}

function tab(thread, open) {
  const { emoji, words } = threadParts(thread.name);
  const element = node("button", { type: "button", role: "tab", class: "tab", id: `thread-${thread.id}`,
    "data-testid": `thread-${thread.id}`, "data-topic": topicOfThread(thread.name),
    "aria-selected": String(open), "aria-controls": "thread", tabindex: open ? "0" : "-1",
    "data-focus": "tab", onclick: () => choose(thread.id) },
  node("span", { class: "tab-emoji", "aria-hidden": "true" }, emoji),
  node("span", { class: "tab-words" }, words, thread.closed ? node("span", { class: "tab-closed" }, "zamknięty") : null),
  thread.fresh ? node("span", { class: "count numbers" }, heard("nowe: "), String(thread.fresh)) : null);
  return element;
}
