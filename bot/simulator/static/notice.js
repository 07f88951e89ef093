/* Short notices: toasts for answers to a press, a dialog for what must be read, words for screen readers. */

import { node, write } from "./nodes.js";

const TOAST_MS = 6000;
const part = (id) => document.getElementById(id);

/** Show a short notice for a moment; pointing at it keeps it. */
export function toast(words, tone = "plain") {
  const close = () => box.remove();
  const box = node("div", { class: `toast toast-${tone}`, "data-testid": "toast" }, node("p", {}, words));
  let timer = setTimeout(close, TOAST_MS);
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => { timer = setTimeout(close, TOAST_MS); });
  box.addEventListener("click", close);
  const boxes = part("toasts");
  boxes.append(box);
  while (boxes.children.length > 2) boxes.firstChild.remove();
  announce(words);
}

/** Show a window that waits for the person, as Telegram does for an alert or an address. */
export function alertBox(words, address = null) {
  const dialog = part("alert");
  write(part("alert-text"), words);
  part("alert-address").hidden = part("alert-link").hidden = !address;
  write(part("alert-address"), address ?? "");
  if (address) part("alert-link").href = address;
  write(part("alert-close"), address ? "Nie otwieraj" : "Rozumiem");
  if (!dialog.open) dialog.showModal();
}

/** Put words on the clipboard, or show them where the browser does not allow it. */
export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    toast(`Skopiowano: ${words}`);
  } catch {
    alertBox(words);
  }
}

/** Let a screen reader say something politely. */
export function announce(words) {
  const live = part("live");
  live.append(node("p", {}, words));
  while (live.children.length > 5) live.firstChild.remove();
}
