/* One message as an element: who, what it answers, media, words, buttons, reactions, what one can do. */

import { heard, icon, node } from "./nodes.js";
import { rich } from "./text.js";

const MEDIA = {
  photo: "Zdjęcie",
  voice: "Głosówka",
  document: "Dokument",
  sticker: "Naklejka",
  location: "Miejsce na mapie",
  venue: "Miejsce na mapie",
  contact: "Kontakt",
  video: "Film",
  audio: "Nagranie",
  video_note: "Film",
};

/** Return a message's first words for a quote, a notice or a list. */
export function shortWords(message, limit = 90) {
  const words = message.text || MEDIA[message.media?.kind] || message.service || "";
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > limit ? `${line.slice(0, limit - 1).trimEnd()}…` : line;
}

/** Build the list item of one message; `view` says whose eyes these are and what pressing does. */
export function buildMessage(message, view) {
  const mine = isMine(message, view.me);
  const attributes = {
    class: `message${mine ? " mine" : ""}${message.bot ? " from-bot" : ""}`,
    "data-testid": `message-${view.chat}-${message.id}`,
    "data-message": message.id,
    "data-follows": view.follows ? "" : null,
    "data-album": message.album,
    tabindex: "-1",
  };
  if (message.service) return service(message, attributes);
  const bubble = node("div", { class: "bubble" }, ...inside(message, view));
  return node("li", attributes, bubble, keyboard(message, view), reactions(message),
    deeds(message, view, mine));
}

/** Say whether a message was written by the person this side of the page plays. */
export function isMine(message, me) {
  return !message.bot && message.from_id === me;
}

function service(message, attributes) {
  return node("li", { ...attributes, class: "message service" }, node("p", {}, message.service));
}

function inside(message, view) {
  const actions = { ...view.actions, opened: view.opened };
  const words = message.text
    ? node("div", { class: "words" }, ...rich(message.text, message.entities, actions)) : null;
  return [author(message, view), quoted(message, view), media(message), words, footer(message)];
}

function author(message, view) {
  if (!view.group) return heard(message.bot ? "Bot: " : `${message.from}: `);
  const hidden = view.follows ? "only-heard" : "author";
  const badge = message.bot ? node("span", { class: "badge" }, "bot") : null;
  return node("p", { class: hidden }, node("b", {}, message.from), badge);
}

function quoted(message, view) {
  const original = message.reply_to;
  if (!original) return null;
  const onclick = () => view.actions.find(original.id);
  return node("button", { type: "button", class: "quoted", "data-focus": "quoted", onclick },
    heard("Cytat: "), node("b", {}, original.from ?? ""),
    node("span", {}, shortWords(original, 70) || "wiadomość"));
}

function media(message) {
  if (!message.media) return null;
  const { kind, name } = message.media;
  const label = `${MEDIA[kind] ?? "Załącznik"}${message.album ? " z albumu" : ""}`;
  const detail = name && name !== label ? node("span", {}, name) : null;
  return node("div", { class: `media media-${kind}` }, icon(kind),
    node("p", {}, node("b", {}, label), detail));
}

function footer(message) {
  return node("p", { class: "stamp" },
    message.pinned ? node("span", { class: "pinned" }, icon("pin"), "przypięte") : null,
    message.edited ? node("span", {}, "poprawione") : null,
    node("time", { class: "numbers", datetime: `${message.day}T${message.time}` }, message.time));
}

function deeds(message, view, mine) {
  const reply = deed("reply", "Odpowiedz", message, view.chat, () => view.actions.reply(message));
  const edit = mine && message.text
    ? deed("edit", "Popraw", message, view.chat, () => view.actions.edit(message)) : null;
  return node("div", { class: "deeds" }, reply, edit);
}

function deed(name, label, message, chat, onclick) {
  const about = `${label}: ${shortWords(message, 40)}`;
  const attributes = { type: "button", class: `deed deed-${name}`, title: label, onclick };
  return node("button", { ...attributes, "aria-label": about, "data-focus": name,
    "data-testid": `${name}-${chat}-${message.id}`, tabindex: "-1" },
    icon(name), node("span", { class: "deed-label" }, label));
}

function keyboard(message, view) {
  if (!message.buttons?.length) return null;
  const rows = message.buttons.map((row, r) => node("div", { class: "button-row" },
    ...row.map((button, c) => inlineButton(message, view, button, r, c))));
  return node("div", { class: "inline-keyboard" }, ...rows);
}

function inlineButton(message, view, button, row, column) {
  const mark = { url: "outside", copy: "copy", contact: "contact" }[button.kind];
  const onclick = (event) => {
    view.actions.press({ message: message.id, row, column }, button, event.currentTarget);
  };
  const attributes = { type: "button", class: "inline-button", "data-focus": `b${row}.${column}` };
  return node("button", { ...attributes, onclick }, node("span", {}, button.text),
    mark ? icon(mark) : null);
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return node("p", { class: "reactions" }, heard("Reakcje: "),
    ...message.reactions.map((emoji) => node("span", {}, emoji)));
}
