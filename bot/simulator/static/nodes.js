/* Building and updating the page's elements. Nothing here ever reads HTML: words become text nodes. */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  reply: ["M9 14 4 9l5-5", "M4 9h9a7 7 0 0 1 7 7v3"],
  edit: ["M4 20h4L19 9l-4-4L4 16z", "M13 7l4 4"],
  send: ["M4 12 20 4l-5 16-3-7z", "M12 13l8-9"],
  attach: ["M20 11l-8 8a5 5 0 0 1-7-7l8-8a3.4 3.4 0 0 1 5 5l-8 8a1.8 1.8 0 0 1-2.6-2.6L14 8"],
  photo: ["M4 6h16v13H4z", "M4 16l5-5 4 4 2-2 5 5", "M15.5 9.5h.01"],
  voice: ["M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z", "M6 11a6 6 0 0 0 12 0", "M12 17v4"],
  document: ["M6 3h8l4 4v14H6z", "M14 3v5h4", "M9 13h6", "M9 17h6"],
  album: ["M7 4h13v11H7z", "M4 8v12h13"],
  location: ["M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11z", "M12 10h.01"],
  contact: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4 21c1-4 4-6 8-6s7 2 8 6"],
  sticker: ["M5 4h14v9l-6 7H5z", "M19 13h-6v7"],
  outside: ["M8 5h11v11", "M19 5 6 18"],
  copy: ["M9 9h11v11H9z", "M15 9V4H4v11h5"],
  pin: ["M9 4h6l-1 6 3 3H7l3-3z", "M12 13v7"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  down: ["M12 5v14", "M6 13l6 6 6-6"],
};

/** Build an element; attributes beginning with "on" are listeners, null and false are left out. */
export function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Build an SVG element. */
export function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Build one of the page's own line icons; the words beside it carry the meaning. */
export function icon(name) {
  const paths = (ICONS[name] ?? ICONS.document).map((d) => drawn("path", { d }));
  const attributes = { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" };
  return drawn("svg", attributes, ...paths);
}

/** Build words only a screen reader says. */
export function heard(text) {
  return node("span", { class: "only-heard" }, text);
}

/** Change an element's text only when it differs, so that nothing is announced twice. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const shownIn = new WeakMap();

/**
 * Make `parent` hold exactly `items` ({key, signature, build}), touching only what changed.
 * Focus inside a rebuilt item returns to the part with the same data-focus, or to the item.
 */
export function reconcile(parent, items) {
  const before = shownIn.get(parent) ?? new Map();
  const wanted = new Set(items.map((item) => item.key));
  for (const [key, known] of before) if (!wanted.has(key)) known.element.remove();
  const after = new Map();
  let place = parent.firstChild;
  for (const { key, signature, build } of items) {
    const known = before.get(key);
    const element = known?.signature === signature ? known.element : build();
    if (known && known.element !== element) {
      if (place === known.element) place = element;
      swap(known.element, element);
    }
    if (element === place) place = place.nextSibling;
    else parent.insertBefore(element, place);
    after.set(key, { element, signature });
  }
  shownIn.set(parent, after);
  return after;
}

function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (!focused) return;
  const name = focused.dataset.focus;
  const again = name ? fresh.querySelector(`[data-focus="${CSS.escape(name)}"]`) : null;
  (again ?? fresh).focus({ preventScroll: true });
}

/** Fill a select with {value, label} choices, leaving it alone when nothing changed. */
export function choices(select, options, chosen) {
  const signature = JSON.stringify(options);
  if (select.dataset.signature !== signature) {
    select.dataset.signature = signature;
    select.replaceChildren(...options.map((o) => node("option", { value: o.value }, o.label)));
  }
  if (select.value !== String(chosen)) select.value = String(chosen);
}
