/* What the bot decided and why: questions, candidates with thresholds, the ticket, what went out. */

import { drawn, heard, node, reconcile, write } from "./nodes.js";
import { topicParts } from "./topics.js";
import { COUNTS, SENT, decided, hour, moment, ticketState, what } from "./words.js";

const part = (id) => document.getElementById(id);
const percent = (share) => `${Math.round(share * 100)}\u00a0%`;

const NEWEST = 10;
const NEAREST = 3;
const ALMOST_NONE = 0.01;

let chosen = null;
let newest = null;
let lastTrace = null;
let allSent = false;

/** Show the bot's decisions; a new question is shown by itself, an older one when chosen. */
export function showTrace(trace) {
  lastTrace = trace;
  const questions = trace?.questions ?? [];
  if (questions[0]?.id !== newest) chosen = newest = questions[0]?.id ?? null;
  if (!questions.some((q) => q.id === chosen)) chosen = newest;
  reconcile(part("questions"), listed(questions));
  const shown = questions.find((q) => q.id === chosen);
  const thresholds = shown?.thresholds ?? trace?.thresholds ?? null;
  reconcile(part("question"), [shown ? told(shown, thresholds) : nothing()]);
  showSent(trace?.outbox ?? []);
  reconcile(part("counts"), counted(trace?.counts ?? {}));
}

/** Return the newest question's id, to know whether there is something new to look at. */
export function newestQuestion(trace) {
  return trace?.questions?.[0]?.id ?? null;
}

function nothing() {
  const words = "Tu pojawi się pierwsze pytanie: co bot rozpoznał, jak bardzo jest pewny i co zrobił.";
  return { key: "nothing", signature: "", build: () => node("p", { class: "empty" }, words) };
}

function listed(questions) {
  if (questions.length === 0) {
    const build = () => node("li", { class: "empty" }, "Jeszcze nikt nie zapytał.");
    return [{ key: "empty", signature: "", build }];
  }
  return questions.map((question) => ({
    key: question.id,
    signature: JSON.stringify([question, question.id === chosen]),
    build: () => listedQuestion(question),
  }));
}

function listedQuestion(question) {
  const [zone] = decided(question);
  const onclick = () => { chosen = question.id; showTrace(lastTrace); };
  const attributes = { type: "button", class: "asked", "data-focus": "asked", onclick,
    "data-topic": question.topic, "aria-pressed": String(question.id === chosen) };
  return node("li", {}, node("button", attributes,
    node("span", { class: "asked-words" }, question.text),
    node("span", { class: "asked-facts" }, node("span", { class: "numbers" }, hour(question.asked)),
      ` · ${question.leader} · ${zone.toLowerCase()}`)));
}

function told(question, thresholds) {
  return {
    key: question.id,
    signature: JSON.stringify([question, thresholds]),
    build: () => node("article", { class: "decision", "data-topic": question.topic,
      "data-zone": question.zone, tabindex: "-1" }, ...decision(question, thresholds)),
  };
}

function decision(question, thresholds) {
  const [zone, why] = decided(question);
  return [
    node("p", { class: "decision-who" }, node("b", {}, question.leader), ", ",
      node("span", { class: "numbers" }, hour(question.asked))),
    node("blockquote", { class: "decision-words" }, question.text),
    node("p", { class: "decision-zone" }, node("span", { class: "zone" }, zone),
      node("span", {}, why)),
    topicLine(question),
    ticketLine(question.ticket),
    candidates(question, thresholds),
  ];
}

function topicLine(question) {
  if (!question.topic) return fact("Temat", "bez tematu");
  const { emoji, words } = topicParts(question.topic, question.topic_name);
  return fact("Temat", node("span", { class: "topic" },
    node("span", { "aria-hidden": "true" }, emoji), ` ${words}`));
}

function fact(name, ...content) {
  return node("p", { class: "fact" }, node("span", { class: "fact-name" }, name),
    node("span", { class: "fact-value" }, ...content));
}

function ticketLine(ticket) {
  if (!ticket) return fact("Sprawa", "bez numeru: na razie wystarcza bot");
  const number = node("b", { class: "numbers" }, `#${ticket.number}`);
  const lines = [node("span", {}, number, ` ${ticketState(ticket)}`)];
  if (ticket.advisor) lines.push(node("span", {}, `Prowadzi: ${ticket.advisor}`));
  const promised = ticket.promised_text ?? moment(ticket.promised);
  if (promised && !ticket.answered) lines.push(node("span", {}, `Obiecana odpowiedź: ${promised}`));
  return fact("Sprawa", ...lines);
}

function candidates(question, thresholds) {
  const list = (question.candidates ?? []).slice(0, NEAREST)
    .filter((one, place) => place === 0 || one.confidence >= ALMOST_NONE);
  if (list.length === 0) return fact("Z bazy", "nic podobnego");
  return node("div", { class: "candidates" },
    node("h3", {}, "Najbliższe pytania z bazy"),
    node("ol", {}, ...list.map((candidate) => candidateRow(candidate, thresholds))),
    legend(thresholds));
}

function candidateRow(candidate, thresholds) {
  const sure = Math.max(0, Math.min(1, candidate.confidence));
  return node("li", { class: "candidate" },
    node("span", { class: "candidate-words" }, candidate.question || candidate.entry),
    node("span", { class: "candidate-share numbers" }, heard("pewność "), percent(sure)),
    bar(sure, thresholds));
}

/** A bar drawn as SVG: widths are attributes, so no style is ever written into the page. */
function bar(sure, thresholds) {
  const reached = !thresholds || sure >= thresholds.answer ? "full"
    : sure >= thresholds.suggest ? "half" : "low";
  const marks = Object.values(thresholds ?? {}).map((at) => drawn("rect",
    { class: "bar-mark", x: `${at * 100}%`, y: 0, width: 2, height: 14 }));
  return drawn("svg", { class: "bar", width: "100%", height: 14, "aria-hidden": "true" },
    drawn("rect", { class: "bar-ground", y: 3, width: "100%", height: 8, rx: 4 }),
    drawn("rect", { class: `bar-fill bar-${reached}`, y: 3, width: `${sure * 100}%`, height: 8, rx: 4 }),
    ...marks);
}

function legend(thresholds) {
  if (!thresholds) return null;
  return node("p", { class: "legend" }, "Kreski: od ", node("b", {}, percent(thresholds.suggest)),
    " bot pokazuje propozycje, od ", node("b", {}, percent(thresholds.answer)), " sam odpowiada.");
}

part("earlier").addEventListener("click", () => { allSent = true; showTrace(lastTrace); });

/** The newest rows; the earlier ones when asked for. */
function showSent(rows) {
  const earlier = part("earlier");
  reconcile(part("outbox"), sentRows(allSent ? rows : rows.slice(0, NEWEST)));
  earlier.hidden = allSent || rows.length <= NEWEST;
  write(earlier, `Pokaż wcześniejsze (${rows.length - NEWEST})`);
}

function sentRows(rows) {
  if (rows.length === 0) {
    const build = () => node("tr", {}, node("td", { colspan: "4", class: "empty" }, "Jeszcze nic."));
    return [{ key: "empty", signature: "", build }];
  }
  return rows.map((row) => ({ key: row.id, signature: JSON.stringify(row), build: () => sentRow(row) }));
}

function sentRow(row) {
  const [words, tone] = SENT[row.state] ?? [row.state, "off"];
  const again = row.attempts > 1 ? ` (${row.attempts}. próba)` : "";
  const reason = row.reason ? node("span", { class: "reason" }, row.reason) : null;
  const cell = (name, ...content) => node("td", { role: "cell", class: `sent-${name}` }, ...content);
  return node("tr", { role: "row" },
    cell("at", node("span", { class: "numbers" }, hour(row.at))),
    cell("what", what(row), row.ticket ? node("span", { class: "sent-ticket numbers" }, ` #${row.ticket}`) : null),
    cell("to", row.to),
    cell("state", node("span", { class: `state state-${tone}` }, words + again), reason));
}

function counted(counts) {
  return COUNTS.filter(([name]) => name in counts).map(([name, words]) => ({
    key: name,
    signature: String(counts[name]),
    build: () => node("div", { "data-alarm": name === "quarantine" && counts[name] > 0 ? "" : null },
      node("dt", {}, words), node("dd", { class: "numbers" }, String(counts[name]))),
  }));
}
