/* The six topics as the page shows them: hue by id, emoji from the thread's own name. */

const EMOJI = {
  "⚖": "legal",
  "🧮": "accounting",
  "🌱": "fundraising",
  "🤝": "partnerships",
  "📣": "promotion",
  "💚": "volunteering",
};

const NAMES = {
  legal: ["⚖️", "Prawo i organizacja"],
  accounting: ["🧮", "Finanse i księgowość"],
  fundraising: ["🌱", "Pozyskiwanie środków"],
  partnerships: ["🤝", "Partnerstwa"],
  promotion: ["📣", "Promocja"],
  volunteering: ["💚", "Wolontariat"],
};

/** Return the topic a thread's name begins with, or null. */
export function topicOfThread(name) {
  const found = Object.keys(EMOJI).find((emoji) => name.startsWith(emoji));
  return found ? EMOJI[found] : null;
}

/** Return a thread's emoji and its name without it. */
export function threadParts(name) {
  const match = name.match(/^(\p{Extended_Pictographic}\uFE0F?)\s+(.*)$/u);
  return match ? { emoji: match[1], words: match[2] } : { emoji: "", words: name };
}

/** Return a topic's emoji and name; the bot's own name for it wins. */
export function topicParts(id, name) {
  const [emoji, fallback] = NAMES[id] ?? ["", id];
  return { emoji, words: name ?? fallback };
}
