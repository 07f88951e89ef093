/* Which messages have been on the screen: for the dots beside leaders and threads. */

const seen = new Map();
let started = false;

/** Take everything that is there at the start as seen. */
export function startSeen(chats) {
  if (started) return;
  started = true;
  for (const [key, messages] of chats) markSeen(key, messages);
}

/** Remember that a chat's messages were on the screen. */
export function markSeen(key, messages) {
  seen.set(key, messages.at(-1)?.id ?? seen.get(key) ?? 0);
}

/** Count messages from others that nobody has looked at. */
export function unread(key, messages, me) {
  const last = seen.get(key) ?? 0;
  return messages.filter((m) => m.id > last && !m.service && m.from_id !== me).length;
}
