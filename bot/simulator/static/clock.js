/* The top bar: what time the demo has, moving it forward, starting the bot again. */

import { write } from "./nodes.js";

const part = (id) => document.getElementById(id);

/** Wire the clock's buttons; `doing` has advance(minutes) and restart(), both awaited. */
export function startClock(doing, say) {
  const controls = part("clock-controls");
  const toggle = part("clock-toggle");
  toggle.addEventListener("click", () => {
    const open = controls.dataset.open !== "true";
    controls.dataset.open = open;
    toggle.setAttribute("aria-expanded", open);
  });
  for (const button of controls.querySelectorAll("[data-advance]")) {
    const minutes = Number(button.dataset.advance);
    button.addEventListener("click", () => once(controls, async () => {
      if (await doing.advance(minutes)) say(`Teraz jest ${part("clock").textContent}.`);
    }));
  }
  part("restart").addEventListener("click", () => once(controls, async () => {
    write(part("restart"), "Uruchamiamy…");
    const done = await doing.restart();
    write(part("restart"), "Uruchom bota ponownie");
    if (done) say("Bot działa od nowa. Rozmowy i sprawy zostały.");
  }));
}

/** Show the demo's time. */
export function showClock(state) {
  const clock = part("clock");
  write(clock, state.now_text);
  clock.setAttribute("datetime", state.now);
}

async function once(controls, work) {
  if (controls.dataset.busy === "true") return;
  controls.dataset.busy = "true";
  const buttons = controls.querySelectorAll("button");
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
  await work();
  for (const button of buttons) button.removeAttribute("aria-disabled");
  controls.dataset.busy = "false";
}
