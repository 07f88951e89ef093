/* On a narrow screen one thing at a time: the leader, the advisors or the decisions. */

const wide = window.matchMedia("(min-width: 900px)");
const buttons = [...document.querySelectorAll("[data-view-button]")];

/** Wire the switch and the skip links; `changed` is called after every turn. */
export function startViews(changed) {
  for (const button of buttons) {
    button.addEventListener("click", () => { showView(button.dataset.viewButton); changed(); });
  }
  for (const link of document.querySelectorAll("[data-goto]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      showView(link.dataset.goto);
      changed();
      document.querySelector(link.getAttribute("href")).focus();
    });
  }
  wide.addEventListener("change", changed);
  showView(sessionStorage.getItem("view") ?? "leader");
}

/** Turn a narrow screen to one pane; a wide one shows them all anyway. */
export function showView(name) {
  document.body.dataset.view = name;
  sessionStorage.setItem("view", name);
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.viewButton === name));
  }
}

/** Say whether a pane is on the screen now. */
export function paneShown(name) {
  return wide.matches || document.body.dataset.view === name;
}

/** Show or hide the mark of something new on a pane's button. */
export function viewDot(name, on) {
  const button = buttons.find((b) => b.dataset.viewButton === name);
  button.querySelector(".dot").hidden = !on;
  button.setAttribute("aria-label", button.firstChild.textContent + (on ? ", coś nowego" : ""));
}
