/* A message's words with Telegram's entities, as DOM nodes. Offsets are UTF-16 units, as in JS strings. */

import { node } from "./nodes.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const LONG_QUOTE = 120;

/** Return the address when following it is harmless, otherwise null. */
export function safeAddress(address) {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address ?? "") ? address : `https://${address}`;
  try {
    return address && SAFE.has(new URL(whole).protocol) ? whole : null;
  } catch {
    return null;
  }
}

/**
 * Return nodes for `text`. `actions` is told what was pressed: `link(address, event)`,
 * `command(words)`; `opened` remembers which quotes are unfolded.
 */
export function rich(text, entities, actions) {
  const known = (entities ?? [])
    .filter((e) => e.length > 0 && e.offset >= 0 && e.offset < text.length)
    .map((e) => ({ ...e, end: Math.min(text.length, e.offset + e.length) }));
  return pieces(text, 0, text.length, ordered(known), actions);
}

const ordered = (entities) => entities.sort((a, b) => a.offset - b.offset || b.end - a.end);

/** Outermost first; what sticks out of its neighbour is cut in two, so any overlap stays a tree. */
function pieces(text, start, end, entities, actions) {
  const nodes = [];
  let at = start;
  let waiting = [...entities];
  while (waiting.length > 0) {
    const [outer, ...rest] = waiting;
    const inside = [];
    const later = [];
    for (const e of rest) {
      if (e.offset >= outer.end) later.push(e);
      else if (e.end <= outer.end) inside.push(e);
      else {
        inside.push({ ...e, end: outer.end });
        later.push({ ...e, offset: outer.end });
      }
    }
    if (outer.offset > at) nodes.push(text.slice(at, outer.offset));
    const content = pieces(text, outer.offset, outer.end, inside, actions);
    nodes.push(wrapped(outer, content, text.slice(outer.offset, outer.end), actions));
    at = outer.end;
    if (BLOCKS.has(outer.type) && text[at] === "\n") at += 1;
    waiting = ordered(later.map((e) => ({ ...e, offset: Math.max(e.offset, at) }))
      .filter((e) => e.end > e.offset));
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

function wrapped(entity, content, words, actions) {
  const { type } = entity;
  if (SIMPLE[type]) return node(SIMPLE[type], {}, ...content);
  if (type === "blockquote") return node("blockquote", {}, ...content);
  if (type === "expandable_blockquote") return unfolding(entity, content, words, actions);
  if (type === "spoiler") return spoiler(content);
  if (type === "text_link") return link(entity.url, content, actions);
  if (type === "url") return link(words, content, actions);
  if (type === "email") return link(`mailto:${words}`, content, actions);
  if (type === "bot_command") return command(words, actions);
  if (type === "hashtag" || type === "mention") return node("span", { class: "tag" }, ...content);
  return node("span", {}, ...content);
}

function link(address, content, actions) {
  const href = safeAddress(address);
  if (!href) return node("span", {}, ...content);
  const onclick = (event) => actions.link(href, event);
  const attributes = { href, target: "_blank", rel: "noopener noreferrer", onclick };
  return node("a", attributes, ...content);
}

function command(words, actions) {
  const onclick = () => actions.command(words);
  return node("button", { type: "button", class: "command", "data-focus": words, onclick }, words);
}

function spoiler(content) {
  const cover = node("span", { class: "spoiler-words", "aria-hidden": "true" }, ...content);
  const label = "Zakryty tekst. Naciśnij, żeby go odsłonić.";
  const button = node("button", { type: "button", class: "spoiler", "aria-label": label }, cover);
  button.addEventListener("click", () => {
    button.replaceWith(node("span", {}, ...cover.childNodes));
  });
  return button;
}

function unfolding(entity, content, words, actions) {
  if (words.length <= LONG_QUOTE && words.split("\n").length <= 3) {
    return node("blockquote", {}, ...content);
  }
  const key = `quote:${entity.offset}`;
  const body = node("div", { class: "fold-words" }, ...content);
  const button = node("button", { type: "button", class: "fold-button", "data-focus": key });
  const quote = node("blockquote", { class: "fold" }, body, button);
  const show = (open) => {
    quote.dataset.open = open;
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? "Zwiń" : "Pokaż całość";
    if (open) actions.opened.add(key);
    else actions.opened.delete(key);
  };
  button.addEventListener("click", () => show(quote.dataset.open !== "true"));
  show(actions.opened.has(key));
  return quote;
}
