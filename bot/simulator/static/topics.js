/* The topics as the page shows them: as the knowledge has them, found by the emoji of a thread. */

let topics = [];

/** Take the topics of the programme that is shown: [{id, name, emoji}]. */
export function setTopics(given) {
  topics = given;
}

/** Return the topic a thread's name begins with, or null. */
export function topicOfThread(name) {
  return topics.find((topic) => name.startsWith(topic.emoji))?.id ?? null;
}

/** Return a thread's emoji and its name without it. */
export function threadParts(name) {
  const match = name.match(/^(\p{Extended_Pictographic}\uFE0F?)\s+(.*)$/u);
  return match ? { emoji: match[1], words: match[2] } : { emoji: "", words: name };
}

/** Return a topic's emoji and name. */
export function topicParts(id, name) {
  const known = topics.find((topic) => topic.id === id);
  return { emoji: known?.emoji ?? "", words: name ?? known?.name ?? id };
}
