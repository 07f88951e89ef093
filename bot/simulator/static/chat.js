/* The messages of one place (a leader's phone, the group): a list a chat, kept scrolled and focused. */

import { heard, icon, node, reconcile, write } from "./nodes.js";
import { buildMessage, isMine } from "./message.js";

const NEAR_BOTTOM = 56;
const LIT_MS = 2500;

const dayWords = new Intl.DateTimeFormat("pl-PL", { weekday: "long", day: "numeric", month: "long" });

export class Chat {
  /** Show chats inside `host`; `view` says {group, me(), actions} and what an empty chat says. */
  constructor(host, view) {
    this.host = host;
    this.view = view;
    this.lists = new Map();
    this.current = null;
    this.more = node("button", { type: "button", class: "more", hidden: true });
    this.more.append(icon("down"), node("span", {}, ""));
    this.more.addEventListener("click", () => this.toBottom());
    host.append(this.more);
    new ResizeObserver(() => this.settle()).observe(host);
  }

  /** Show one chat's messages, keeping the place, the focus and what was unfolded. */
  show(key, name, messages) {
    const list = this.lists.get(key) ?? this.open(key);
    list.element.setAttribute("aria-label", `Rozmowa: ${name}. Strzałkami wybierasz wiadomość.`);
    const last = messages.at(-1);
    const fresh = messages.filter((m) => m.id > list.last && !isMine(m, this.view.me())).length;
    const own = last && last.id > list.last && isMine(last, this.view.me());
    reconcile(list.element, this.items(key, messages, list));
    if (this.current !== list) this.turnTo(list);
    list.last = Math.max(list.last, last?.id ?? 0);
    this.rove(list);
    if (own) list.stick = true;
    if (!list.stick && list.shown) list.below += fresh;
    list.shown = true;
    this.settle();
  }

  /** Light up a message and bring it into view; say whether it is here. */
  find(id) {
    const found = this.current?.element.querySelector(`[data-message="${Number(id)}"]`);
    if (!found) return false;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
    found.classList.add("lit");
    setTimeout(() => found.classList.remove("lit"), LIT_MS);
    return true;
  }

  toBottom() {
    this.current.stick = true;
    this.settle();
    this.current.active?.focus({ preventScroll: true });
  }

  open(key) {
    const element = node("ol", { class: "messages", "aria-live": "polite", "aria-relevant": "additions" });
    const list = { element, stick: true, below: 0, last: 0, top: 0, active: null, shown: false,
      opened: new Map() };
    element.addEventListener("scroll", () => this.scrolled(list), { passive: true });
    element.addEventListener("keydown", (event) => this.key(list, event));
    element.addEventListener("focusin", (event) => {
      const message = event.target.closest(".message");
      if (message) this.activate(list, message);
    });
    this.lists.set(key, list);
    return list;
  }

  turnTo(list) {
    this.current?.element.remove();
    this.current = list;
    this.host.prepend(list.element);
    list.element.scrollTop = list.top;
  }

  items(key, messages, list) {
    if (messages.length === 0) {
      const build = () => node("li", { class: "empty" }, node("p", {}, this.view.empty), this.view.start?.());
      return [{ key: "empty", signature: this.view.empty, build }];
    }
    const items = [];
    let before = null;
    for (const message of messages) {
      if (message.day !== before?.day) items.push(dayItem(message.day));
      items.push(this.item(key, message, before, list));
      before = message;
    }
    return items;
  }

  item(chat, message, before, list) {
    const me = this.view.me();
    const follows = Boolean(before) && before.day === message.day && !before.service
      && before.from_id === message.from_id && before.bot === message.bot;
    const { group, actions } = this.view;
    if (!list.opened.has(message.id)) list.opened.set(message.id, new Set());
    const opened = list.opened.get(message.id);
    const build = () => buildMessage(message,
      { chat: group ? "group" : chat, group, me, follows, actions, opened });
    const signature = JSON.stringify([message, follows, isMine(message, me)]);
    return { key: `message:${message.id}`, signature, build };
  }

  /** Only moving up lets go of the bottom; a list that grew under the same place does not. */
  scrolled(list) {
    const { scrollHeight, scrollTop, clientHeight } = list.element;
    if (clientHeight === 0) return;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    list.stick = near || (list.stick && scrollTop >= list.top);
    list.top = scrollTop;
    if (list.stick) list.below = 0;
    this.offer(list);
  }

  settle() {
    const list = this.current;
    if (!list || list.element.clientHeight === 0) return;
    if (list.stick) list.element.scrollTop = list.element.scrollHeight;
    else if (list.element.scrollTop === 0 && list.top > 0) list.element.scrollTop = list.top;
    list.top = list.element.scrollTop;
    if (list.stick) list.below = 0;
    this.offer(list);
  }

  offer(list) {
    if (list !== this.current) return;
    this.more.hidden = list.stick;
    write(this.more.lastChild, list.below > 0 ? `Nowe: ${list.below}` : "");
    this.more.setAttribute("aria-label", list.below > 0 ? `Na dół, nowe: ${list.below}` : "Na dół");
  }

  /** One message at a time takes part in Tab order; the newest, until another is chosen. */
  rove(list) {
    const messages = list.element.querySelectorAll(".message");
    const held = list.element.contains(document.activeElement) && list.active?.isConnected;
    const chosen = held ? list.active : messages[messages.length - 1];
    if (chosen) this.activate(list, chosen);
  }

  activate(list, message) {
    if (list.active && list.active !== message) reachable(list.active, "-1");
    list.active = message;
    reachable(message, "0");
  }

  key(list, event) {
    const message = event.target;
    if (!message.classList.contains("message")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
    if (event.key in steps) {
      event.preventDefault();
      this.step(list, message, steps[event.key]);
    } else if (event.key === "Enter" || event.key === "o") {
      press(message, ".deed-reply", event);
    } else if (event.key === "p") {
      press(message, ".deed-edit", event);
    }
  }

  step(list, from, by) {
    const all = [...list.element.querySelectorAll(".message")];
    const to = Math.max(0, Math.min(all.length - 1, all.indexOf(from) + by));
    all[to].focus({ preventScroll: true });
    all[to].scrollIntoView({ block: "nearest" });
  }
}

function press(message, selector, event) {
  const button = message.querySelector(selector);
  if (!button) return;
  event.preventDefault();
  button.click();
}

function reachable(message, tabindex) {
  message.setAttribute("tabindex", tabindex);
  for (const button of message.querySelectorAll(".deed")) button.setAttribute("tabindex", tabindex);
}

function dayItem(day) {
  const words = dayWords.format(new Date(`${day}T12:00:00`));
  const build = () => node("li", { class: "day" }, node("span", {}, heard("Dzień: "), words));
  return { key: `day:${day}`, signature: day, build };
}
