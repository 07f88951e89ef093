/* Where one writes: words, an answer to a message, a correction of one's own, attachments. */

import { icon, node } from "./nodes.js";
import { shortWords } from "./message.js";

const KINDS = [["photo", "Zdjęcie"], ["voice", "Głosówka"], ["document", "Dokument"], ["album", "Album"]];

export class Composer {
  /** Fill `form`; `doing` has send(text, replyTo), edit(id, text), attach(kind, caption, replyTo), lastOwn(). */
  constructor(form, name, label, doing) {
    this.form = form;
    this.doing = doing;
    this.drafts = new Map();
    this.key = null;
    this.draft = { text: "", about: null, editing: false };
    this.area = node("textarea", { id: `${name}-composer`, class: "composer-words", rows: "1",
      "data-testid": `${name}-composer`, "aria-label": label, "aria-describedby": `${name}-hint` });
    this.hint = node("p", { class: "composer-hint", id: `${name}-hint` });
    this.about = node("div", { class: "composer-about", hidden: true });
    this.build(name);
    this.listen();
  }

  build(name) {
    this.menu = node("div", { class: "attach-menu", role: "menu", hidden: true, "aria-label": "Co dołączyć" },
      ...KINDS.map(([kind, words]) => node("button", { type: "button", role: "menuitem", tabindex: "-1",
        class: "attach-item", "data-testid": `${name}-attach-${kind}`,
        onclick: () => this.attach(kind) }, icon(kind), words)));
    this.clip = node("button", { type: "button", class: "button button-quiet round", title: "Dołącz",
      "aria-label": "Dołącz zdjęcie, głosówkę, dokument lub album", "aria-haspopup": "menu",
      "aria-expanded": "false", "data-testid": `${name}-attach`, onclick: () => this.toggle() }, icon("attach"));
    this.submit = node("button", { class: "button button-main round", title: "Wyślij", "aria-label": "Wyślij",
      "data-testid": `${name}-send` }, icon("send"));
    this.row = node("div", { class: "composer-row" }, this.clip, this.area, this.submit);
    this.form.append(this.about, this.menu, this.row, this.hint);
  }

  listen() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.area.addEventListener("input", () => { this.draft.text = this.area.value; this.grow(); });
    this.area.addEventListener("keydown", (event) => this.keyInWords(event));
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.escape(event);
    });
    this.menu.addEventListener("keydown", (event) => this.keyInMenu(event));
    this.form.addEventListener("focusout", (event) => {
      if (!this.menu.hidden && !this.form.contains(event.relatedTarget)) this.toggle(false);
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.menu.hidden && !this.form.contains(event.target)) this.toggle(false);
    });
  }

  /** Turn to another conversation; each keeps its own unfinished words. */
  turnTo(key, placeholder) {
    if (this.area.placeholder !== placeholder) this.area.placeholder = placeholder;
    if (this.key === key) return;
    if (this.key !== null) this.drafts.set(this.key, this.draft);
    this.key = key;
    this.draft = this.drafts.get(key) ?? { text: "", about: null, editing: false };
    this.area.value = this.draft.text;
    this.redraw();
  }

  /** Say the line under the field: what will happen with what one writes. */
  tell(words) {
    if (this.hint.textContent !== words) this.hint.textContent = words;
    this.hint.hidden = !words;
  }

  enable(on) {
    for (const part of [this.area, this.clip, this.submit]) part.disabled = !on;
  }

  reply(message) {
    if (this.draft.editing) this.draft.text = this.area.value = "";
    this.take(message, false);
  }

  edit(message) {
    this.draft.text = this.area.value = message.text;
    this.take(message, true);
  }

  /** The message being answered, or null. */
  get answering() {
    return this.draft.editing ? null : this.draft.about;
  }

  take(message, editing) {
    this.draft.about = { id: message.id, from: message.from, bot: message.bot, words: shortWords(message) };
    this.draft.editing = editing;
    this.redraw();
    this.area.focus();
    this.area.setSelectionRange(this.area.value.length, this.area.value.length);
  }

  drop() {
    if (this.draft.editing) this.draft.text = this.area.value = "";
    this.draft.about = null;
    this.draft.editing = false;
    this.redraw();
  }

  redraw() {
    const { about, editing } = this.draft;
    this.about.hidden = !about;
    const close = () => { this.drop(); this.area.focus(); };
    this.about.replaceChildren(...(about ? [
      icon(editing ? "edit" : "reply"),
      node("p", {}, node("b", {}, editing ? "Poprawiasz swoją wiadomość" : `Odpowiadasz: ${about.from}`),
        node("span", {}, about.words)),
      node("button", { type: "button", class: "button button-quiet round", onclick: close,
        "aria-label": editing ? "Zrezygnuj z poprawiania" : "Zrezygnuj z odpowiadania" }, icon("close")),
    ] : []));
    this.grow();
    this.doing.changed?.();
  }

  /** As tall as the words, up to the limit in the style sheet. */
  grow() {
    this.area.style.height = "auto";
    const border = this.area.offsetHeight - this.area.clientHeight;
    if (this.area.scrollHeight > 0) this.area.style.height = `${this.area.scrollHeight + border}px`;
  }

  async send() {
    const text = this.area.value.trim();
    const { draft } = this;
    if (!text || this.busy) return;
    const done = draft.editing
      ? () => this.doing.edit(draft.about.id, text)
      : () => this.doing.send(text, draft.about?.id ?? null);
    await this.finish(done, draft);
  }

  async attach(kind) {
    const { draft } = this;
    this.toggle(false);
    if (this.busy) return;
    const about = draft.editing ? null : draft.about?.id ?? null;
    await this.finish(() => this.doing.attach(kind, this.area.value.trim(), about), draft);
  }

  async finish(done, draft) {
    this.busy = true;
    const sent = await done().finally(() => { this.busy = false; });
    if (sent) Object.assign(draft, { text: "", about: null, editing: false });
    if (sent && this.draft === draft) { this.area.value = ""; this.redraw(); }
    const elsewhere = document.activeElement !== document.body && !this.form.contains(document.activeElement);
    if (this.draft === draft && !elsewhere) this.area.focus({ preventScroll: true });
  }

  keyInWords(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && this.area.value === "" && !this.draft.about) {
      const own = this.doing.lastOwn();
      if (own) { event.preventDefault(); this.edit(own); }
    }
  }

  escape(event) {
    if (!this.menu.hidden) { this.toggle(false); this.clip.focus(); } else if (this.draft.about) this.drop();
    else return;
    event.preventDefault();
  }

  toggle(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.clip.setAttribute("aria-expanded", open);
    if (open) this.menu.firstChild.focus();
  }

  keyInMenu(event) {
    const items = [...this.menu.children];
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    items[(at + step + items.length) % items.length].focus();
  }
}
