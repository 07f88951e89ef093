/* Talking to the bot's own server on this computer: one read, a few writes, one stream of changes. */

const POLL_MS = 2000;
const READ_MS = 10000;
const RETRY_STREAM_MS = 10000;

/** A refusal with a Polish sentence that may be shown as it is. */
export class Refusal extends Error {}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.error ?? "To się nie udało. Proszę spróbować jeszcze raz.");
  return body;
}

async function reach(path, options) {
  try {
    return await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Refusal("Bot chwilowo nie odpowiada. Proszę spróbować za chwilę.");
  }
}

/** Read everything the page shows. */
export async function readState() {
  return answer(await reach("/api/state", { signal: AbortSignal.timeout(READ_MS) }));
}

/** Ask the server to do something: say, attach, press, edit, block, advance or restart. */
export async function ask(what, body = {}) {
  const options = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  return answer(await reach(`/api/${what}`, options));
}

/** Call `changed` after every change: from the event stream, or every 2 s while there is none. */
export function follow(changed) {
  let timer = null;
  const poll = (on) => {
    if (on && timer === null) timer = setInterval(changed, POLL_MS);
    if (!on && timer !== null) timer = void clearInterval(timer) ?? null;
  };
  const listen = () => {
    const stream = new EventSource("/api/events");
    stream.onopen = () => { poll(false); changed(); };
    stream.onmessage = () => changed();
    stream.onerror = () => {
      poll(true);
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_STREAM_MS);
    };
  };
  poll(true);
  listen();
}
