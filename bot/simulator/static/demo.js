/* The demo page: reads the state, shows the two sides and the bot's reasons, passes on what one does. */

import { Refusal, ask, follow, readState } from "./api.js";
import { Chat } from "./chat.js";
import { showClock, startClock } from "./clock.js";
import { Composer } from "./composer.js";
import { showKeyboard } from "./keyboard.js";
import { isMine } from "./message.js";
import { choices, node, write } from "./nodes.js";
import { alertBox, announce, copy, toast } from "./notice.js";
import { following } from "./links.js";
import { inOrder, showThreads } from "./threads.js";
import { setTopics } from "./topics.js";
import { newestQuestion, showTrace } from "./trace.js";
import { markSeen, startSeen, unread } from "./unread.js";
import { paneShown, showView, startViews, viewDot } from "./views.js";

const part = (id) => document.getElementById(id);
const kept = (name) => sessionStorage.getItem(name);

/** Who will see what an advisor writes. */
const REACH = {
  aside: "Bez „Odpowiedz” to rozmowa doradców. Lider jej nie zobaczy.",
  leader: "Odpowiedź na kartę lub słowa lidera trafi do niego przez bota.",
  advisor: "To odpowiedź dla doradcy. Lider jej nie zobaczy.",
};

let state = null;
let heardTo = null;
const now = {
  leader: Number(kept("leader")),
  advisor: Number(kept("advisor")),
  thread: Number(kept("thread") ?? -1),
  trace: null,
};

const leader = () => state.leaders.find((l) => l.id === now.leader) ?? state.leaders[0];
const thread = () => state.group.threads.find((t) => t.id === now.thread) ?? liveliest();
/** Until somebody chooses a thread, the one with the newest message is open. */
const liveliest = () => [...state.group.threads].sort((a, b) => lastId(b) - lastId(a))[0];
const lastId = (chat) => chat.messages.at(-1)?.id ?? 0;
const phone = () => state.chats[leader().id] ?? { messages: [], keyboard: null };
const asLeader = () => ({ as: leader().id, chat: "private" });
const asAdvisor = () => ({ as: now.advisor, chat: "group", thread: thread()?.id ?? 0 });

/* ---- what the page may do ---- */

async function attempt(what, body) {
  try {
    const result = await ask(what, body);
    await refresh();
    return result;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    toast(error.message, "bad");
    return null;
  }
}

function writing(who, chat) {
  return {
    send: (text, reply_to) => attempt("say", { ...who(), text, reply_to }),
    attach: (kind, caption, reply_to) => attempt("attach", { ...who(), kind, caption, reply_to }),
    edit: (message, text) => attempt("edit", { ...who(), message, text }),
    lastOwn: () => chat()?.messages.findLast((m) => isMine(m, who().as) && m.text && !m.service),
    changed: () => state && show(),
  };
}

async function press(who, place, button, element) {
  if (button.kind === "url") return openLink(button.url);
  if (button.kind === "copy") return copy(button.copy ?? "");
  element.setAttribute("aria-busy", "true");
  const result = await attempt("press", { ...who(), ...place });
  element.removeAttribute("aria-busy");
  if (!result) return null;
  if (result.copy) await copy(result.copy);
  if (result.open) alertBox(result.toast ?? "Bot proponuje otwarcie strony.", result.open);
  else if (result.toast && result.alert) alertBox(result.toast);
  else if (result.toast) toast(result.toast);
  return result;
}

const openLink = following({
  start: (words) => { showView("leader"); attempt("say", { ...asLeader(), text: words, reply_to: null }); },
  message: (id) => findInGroup(id),
});

function findInGroup(id) {
  const found = state.group.threads.find((t) => t.messages.some((m) => m.id === id));
  if (!found) return toast("Tej wiadomości już tu nie ma.");
  choose("thread", found.id);
  showView("group");
  return sides.group.find(id);
}

/* ---- the two sides ---- */

function actions(who, name) {
  return {
    reply: (message) => pens[name].reply(message),
    edit: (message) => pens[name].edit(message),
    press: (place, button, element) => press(who, place, button, element),
    find: (id) => sides[name].find(id) || (name === "group" && findInGroup(id)),
    link: (address, event) => openLink(address, event),
    command: (text) => attempt("say", { ...who(), text, reply_to: null }),
  };
}

function startButton() {
  const onclick = () => attempt("say", { ...asLeader(), text: "/start", reply_to: null });
  const attributes = { type: "button", class: "button button-main", "data-testid": "leader-start", onclick };
  return node("button", attributes, "Start");
}

const sides = {
  leader: new Chat(part("leader-chat"), { group: false, me: () => leader().id, actions: actions(asLeader, "leader"),
    start: startButton, empty: "Tu jeszcze nic nie ma. Rozmowa z botem zaczyna się tak jak w telefonie." }),
  group: new Chat(part("group-chat"), { group: true, me: () => now.advisor, actions: actions(asAdvisor, "group"),
    empty: "W tym wątku jest jeszcze pusto." }),
};
const pens = {
  leader: new Composer(part("leader-form"), "leader", "Wiadomość do bota", writing(asLeader, phone)),
  group: new Composer(part("group-form"), "group", "Wiadomość w grupie", writing(asAdvisor, thread)),
};

function choose(what, value) {
  now[what] = value;
  sessionStorage.setItem(what, value);
  show();
}

/* ---- showing ---- */

function show() {
  setTopics(state.trace.topics ?? []);
  document.querySelectorAll("[data-programme]").forEach((one) => write(one, state.trace.programme ?? "Bot"));
  now.leader = leader().id;
  if (!state.advisors.some((a) => a.id === now.advisor)) now.advisor = state.advisors[0]?.id;
  showClock(state);
  showLeader();
  showGroup();
  showTrace(state.trace);
  showDots();
}

function showLeader() {
  const who = leader();
  const chat = phone();
  if (paneShown("leader")) markSeen(`leader:${who.id}`, chat.messages);
  choices(part("leader-select"), state.leaders.map(leaderChoice), who.id);
  write(part("leader-status"), who.blocked ? "bot zablokowany" : "bot");
  write(part("block"), who.blocked ? "Odblokuj bota" : "Zablokuj bota");
  sides.leader.show(who.id, who.name, chat.messages);
  showKeyboard(part("leader-keyboard"), who.blocked ? null : chat.keyboard,
    (place, element) => press(asLeader, { ...place, keyboard: true }, {}, element));
  pens.leader.turnTo(who.id, "Napisz pytanie…");
  pens.leader.enable(!who.blocked);
  pens.leader.tell(who.blocked ? "Bot nie może teraz pisać do tej osoby. „Odblokuj bota” jest na górze." : "");
}

function leaderChoice(who) {
  const fresh = unread(`leader:${who.id}`, state.chats[who.id]?.messages ?? [], who.id);
  const label = `${who.name}, ${who.note}${fresh ? ` • nowe: ${fresh}` : ""}`;
  return { value: who.id, label };
}

function showGroup() {
  const open = thread();
  if (!open) return;
  if (paneShown("group")) markSeen(`thread:${open.id}`, open.messages);
  choices(part("advisor-select"), state.advisors.map((a) => ({ value: a.id, label: `${a.name}, ${a.note}` })), now.advisor);
  const threads = state.group.threads.map((t) => ({ ...t, fresh: unread(`thread:${t.id}`, t.messages, now.advisor) }));
  showThreads(threads, open.id, (id) => choose("thread", id));
  sides.group.show(open.id, open.name, open.messages);
  const about = pens.group.answering;
  pens.group.turnTo(`${open.id}`, about ? "Napisz odpowiedź…" : "Napisz do doradców…");
  pens.group.tell(REACH[!about ? "aside" : about.bot ? "leader" : "advisor"]);
}

function showDots() {
  const leaders = state.leaders.some((l) => unread(`leader:${l.id}`, state.chats[l.id]?.messages ?? [], l.id));
  const threads = state.group.threads.some((t) => unread(`thread:${t.id}`, t.messages, now.advisor));
  if (paneShown("trace")) now.trace = newestQuestion(state.trace);
  viewDot("leader", leaders);
  viewDot("group", threads);
  viewDot("trace", newestQuestion(state.trace) !== now.trace);
}

function chats() {
  return [
    ...state.leaders.map((l) => [`leader:${l.id}`, state.chats[l.id]?.messages ?? [], `Bot napisał do: ${l.name}`]),
    ...state.group.threads.map((t) => [`thread:${t.id}`, t.messages, `Bot napisał w wątku: ${t.name}`]),
  ];
}

/** Say where the bot has just written, besides the chats on the screen: those speak for themselves. */
function sayNews() {
  const before = heardTo;
  heardTo = new Map(chats().map(([key, messages]) => [key, lastId({ messages })]));
  if (!before) return;
  const open = [paneShown("leader") && `leader:${leader().id}`, paneShown("group") && `thread:${thread()?.id}`];
  for (const [key, messages, place] of chats()) {
    const last = messages.at(-1);
    if (last?.bot && last.id > (before.get(key) ?? 0) && !open.includes(key)) announce(place);
  }
}

let reading = null;
let again = false;

/** Read and show the newest state; calls that come meanwhile end in one more read. */
function refresh() {
  if (reading) { again = true; return reading; }
  reading = read().finally(() => { reading = null; });
  return reading;
}

async function read() {
  do {
    again = false;
    try {
      state = await readState();
      state.group.threads.sort(inOrder);
      if (now.trace === null) now.trace = newestQuestion(state.trace);
      startSeen(chats());
      sayNews();
      show();
      part("offline").hidden = true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      part("offline").hidden = false;
    }
  } while (again);
}

part("leader-select").addEventListener("change", (event) => choose("leader", Number(event.target.value)));
part("advisor-select").addEventListener("change", (event) => choose("advisor", Number(event.target.value)));
part("block").addEventListener("click", () => attempt("block", { as: leader().id, blocked: !leader().blocked }));
part("thread").addEventListener("focusin", () => { now.thread = thread()?.id ?? now.thread; });
startClock({
  advance: (minutes) => attempt("advance", { minutes }),
  restart: () => attempt("restart"),
}, toast);
startViews(() => state && show());
follow(refresh);
refresh();
