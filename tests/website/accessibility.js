// The main rules of WCAG 2.2 AA, looked at as a page is rendered; returns what breaks them.
() => {
  const found = [];
  const told = (node) => `${node.tagName.toLowerCase()}${node.className && node.className.baseVal === undefined ? "." + node.className : ""} "${(node.textContent || "").trim().slice(0, 40)}"`;
  const wrong = (rule, node, more = "") => found.push(`${rule}: ${told(node)} ${more}`.trim());
  const shown = (node) => node.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })
    && !node.closest(".only-heard, .skip, [hidden]");

  // -- contrast: text against what is painted behind it
  const colour = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
  };
  const over = (top, below) => top.rgb.map((part, n) => part * top.alpha + below[n] * (1 - top.alpha));
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const layer = colour(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer.alpha === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const paper = behind(document.body).join();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(node) || node.closest("script, noscript")) continue;
    const style = getComputedStyle(node);
    const ground = behind(node);
    const seen = contrast(over(colour(style.color), ground), ground);
    const large = parseFloat(style.fontSize) >= 24
      || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const least = ground.join() === paper ? 7 : large ? 3 : 4.5;
    if (seen < least) wrong("contrast", node, `${seen.toFixed(2)} < ${least}`);
  }
  for (const node of document.querySelectorAll("input, .button")) {
    if (!shown(node)) continue;
    const style = getComputedStyle(node);
    const around = behind(node.parentElement);
    const edge = Math.max(contrast(colour(style.borderColor).rgb, around), contrast(behind(node), around));
    if (edge < 3) wrong("edge", node, edge.toFixed(2));
  }

  // -- targets: 44 px, but for links inside a sentence
  for (const node of document.querySelectorAll("a[href], button, input, select, summary")) {
    if (!shown(node) || getComputedStyle(node).display === "inline") continue;
    const box = node.getBoundingClientRect();
    if (box.height < 43.5 || box.width < 24) wrong("target", node, `${box.width}x${box.height}`);
  }

  // -- names
  const named = (node) => (node.getAttribute("aria-label") || node.innerText
    || [...node.querySelectorAll("img")].map((one) => one.alt).join("")).trim();
  for (const node of document.querySelectorAll("a[href], button")) {
    if (!named(node) && shown(node)) wrong("name", node);
  }
  for (const node of document.querySelectorAll("input, select, textarea")) {
    if (![...(node.labels || [])].some((label) => label.textContent.trim())) wrong("label", node);
  }
  for (const node of document.querySelectorAll("img")) {
    if (!node.hasAttribute("alt")) wrong("alt", node);
    if (node.loading !== "lazy" && !node.naturalWidth) wrong("picture", node);
  }
  for (const node of document.querySelectorAll("svg")) {
    if (!node.closest("[role=img][aria-label]")) wrong("drawing", node);
  }

  // -- structure
  if (document.documentElement.lang !== "pl") wrong("lang", document.documentElement);
  if (!document.title.trim()) wrong("title", document.documentElement);
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of new Set(ids)) {
    if (ids.filter((one) => one === id).length > 1) wrong("id", document.getElementById(id), id);
  }
  for (const node of document.querySelectorAll("p:empty:not([role]), li:empty, td:empty, dd:empty")) {
    wrong("empty", node);   // also what a browser leaves where elements may not stand in each other
  }
  let level = 0;
  for (const node of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const next = Number(node.tagName[1]);
    if (next > level + 1) wrong("heading", node);
    level = next;
  }
  for (const part of ["main", "header", "footer", "h1"]) {
    if (document.querySelectorAll(part).length !== 1) wrong(part, document.body);
  }
  for (const node of document.body.querySelectorAll("p, h1, h2, li, a, form")) {
    if (!node.closest("main, header, footer, .skip")) wrong("outside", node);
  }
  for (const node of document.querySelectorAll("*")) {
    const scrolls = node.scrollWidth > node.clientWidth + 1
      && /auto|scroll/.test(getComputedStyle(node).overflowX);
    if (scrolls && node.tabIndex < 0 && node !== document.scrollingElement) wrong("scroll", node);
  }
  return found;
}
