/* The keyboard a bot puts under the field: rows of buttons that send their own words. */

import { node, reconcile } from "./nodes.js";

/** Show the bot's keyboard, or none; `press` gets the place and the button's element. */
export function showKeyboard(host, rows, press) {
  host.hidden = !rows?.length;
  reconcile(host, (rows ?? []).map((row, r) => ({
    key: r,
    signature: JSON.stringify(row),
    build: () => node("div", { class: "button-row" }, ...row.map((button, c) => node("button",
      { type: "button", class: "inline-button", "data-focus": `k${r}.${c}`,
        onclick: (event) => press({ row: r, column: c }, event.currentTarget) }, button.text))),
  })));
}
