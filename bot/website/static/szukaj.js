// The search: looks up what is written in the words of `szukaj-slowa.js` (SEARCH).
// Letters lose their marks, and a word is found by its beginning, so that endings do not matter.
"use strict";

(() => {
  const FEWEST = 4;          // letters that two words must share; of a short one, one less
  const SHARED = 0.6;        // and which part of the longer one
  const ENDING = 3;          // letters in which two forms of one word differ
  const SHOWN = 15;
  const LEAST = 0.35;        // of the best page's score, to be shown
  const PAUSE = 120;         // ms after the last key
  const STOP = new Set(SEARCH.stop.split(" "));
  const WORDS = [];          // [word, pages that hold it], as `searching.py` tells
  const PLAIN = { "ł": "l", "đ": "d", "ø": "o" };

  let before = "";
  for (const line of SEARCH.words.split("\n")) {
    const space = line.indexOf(" ");
    before = before.slice(0, parseInt(line[0], 36)) + line.slice(1, space);
    WORDS.push([before, line.slice(space + 1)]);
  }

  const fold = (text) => text.toLowerCase().normalize("NFKD")
    .replace(/\p{M}/gu, "").replace(/[łđø]/g, (sign) => PLAIN[sign]);

  const wordsOf = (text) => {
    const all = fold(text).match(/\p{L}+|\d+(?:[.,]\d+)?/gu) || [];
    const telling = all.filter((word) => !STOP.has(word));
    return [...new Set(telling.length ? telling : all)].slice(0, 20);
  };

  // How alike two words are, from 0 to 1, by how they begin: endings hardly matter.
  const alike = (asked, known) => {
    if (asked === known) return 1;
    const most = Math.min(asked.length, known.length);
    let shared = 0;
    while (shared < most && asked[shared] === known[shared]) shared += 1;
    if (shared < (asked.length > FEWEST ? FEWEST : FEWEST - 1)) return 0;
    const longer = Math.max(asked.length, known.length);
    if (shared / longer < SHARED) return shared === asked.length ? 0.4 : 0;   // still being written
    return longer - shared <= ENDING ? 0.9 : 0.6;
  };

  // Which pages hold a word, and how well: page -> 0..1.
  const holding = (asked) => {
    const pages = new Map();
    for (const [known, held] of WORDS) {
      const likeness = alike(asked, known);
      if (!likeness) continue;
      for (let at = 0; at < held.length; at += 3) {
        const page = parseInt(held.slice(at, at + 2), 36);
        const value = (likeness * Number(held[at + 2])) / 9;
        if (value > (pages.get(page) || 0)) pages.set(page, value);
      }
    }
    return pages;
  };

  const search = (text) => {
    const scores = new Map();
    const words = wordsOf(text);
    const missing = 1 / (words.length + 1);   // what a page loses for a word it does not hold
    for (const word of words) {
      const pages = holding(word);
      let whole = 0;
      for (const value of pages.values()) whole += value;
      const rarity = Math.log(1 + SEARCH.pages.length / (0.5 + whole));
      for (const [page, value] of pages) {
        const [score, held] = scores.get(page) || [0, 0];
        scores.set(page, [score + rarity * value, held + 1]);
      }
    }
    const sorted = [...scores]
      .map(([page, [score, held]]) => [page, score * (1 - missing * (words.length - held))])
      .sort((one, other) => other[1] - one[1] || one[0] - other[0]);
    const least = sorted.length ? sorted[0][1] * LEAST : 0;
    return sorted.filter(([, score]) => score >= least).slice(0, SHOWN)
      .map(([page]) => SEARCH.pages[page]);
  };

  const line = ([address, title, kind]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    const note = document.createElement("span");
    note.className = "soft";
    note.textContent = kind;
    item.append(link, note);
    return item;
  };

  const input = document.getElementById("find-main");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  const unasked = document.getElementById("unasked");

  const show = () => {
    const asked = input.value.trim();
    const pages = asked ? search(asked) : [];
    unasked.hidden = pages.length > 0;
    results.replaceChildren(...pages.map(line));
    if (!asked) found.textContent = "";
    else if (pages.length) found.textContent = `Znalezione strony: ${pages.length}`;
    else found.textContent = "Nic nie pasuje. Proszę spróbować innymi słowami albo zapytać bota lub doradcę.";
  };

  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show();
  });

  input.value = new URLSearchParams(location.search).get("q") || "";
  show();
  if (!input.value) input.focus();
})();
