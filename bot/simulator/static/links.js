/* Following an address: into this very demo where Telegram would stay inside, elsewhere only on request. */

import { safeAddress } from "./text.js";

/** Return a function that follows an address; `inside` has start(words) and message(id). */
export function following(inside) {
  return (address, event = null) => {
    const place = telegramPlace(address);
    if (place) {
      event?.preventDefault();
      if (place.start !== null) inside.start(`/start ${place.start}`.trim());
      else inside.message(place.message);
    } else if (!event && safeAddress(address)) {
      window.open(safeAddress(address), "_blank", "noopener,noreferrer");
    }
  };
}

function telegramPlace(address) {
  let url;
  try {
    url = new URL(safeAddress(address) ?? "");
  } catch {
    return null;
  }
  if (url.hostname !== "t.me" && url.hostname !== "telegram.me") return null;
  const parts = url.pathname.split("/").filter(Boolean);
  if (parts.length === 1 && url.searchParams.has("start")) return { start: url.searchParams.get("start") };
  const last = parts.at(-1) ?? "";
  if (parts.length > 1 && /^\d+$/.test(last)) return { start: null, message: Number(last) };
  return null;
}
