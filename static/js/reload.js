// Loads the page anew when it cannot catch up, and gives back where somebody was: the open drawer,
// the field and the caret. Words and unanswered operations are kept by drafts.js and outgoing.js.

import { restoreDrafts } from "./drafts.js";
import { focusedPlace, goTo } from "./focus.js";

const KEY = `place:${document.body.dataset.session}`;
const NOT_WITHIN = 10_000, PAUSE = 5_000, NOT_AGAIN_WITHIN = 60_000;
let drawer = "", under_way = false;

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "drawer") drawer = event.detail.pathInfo?.requestPath ?? "";
});

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

export function reload() {
  if (under_way) return;
  under_way = true;
  const isOpen = document.getElementById("drawer")?.hidden === false;
  const kept = { at: Date.now(), drawer: isOpen ? drawer : "", place: focusedPlace()?.place, fresh: true };
  // A page that is sent round in a circle must not hammer the server.
  const soon = Math.abs(Date.now() - (read().at ?? 0)) < NOT_WITHIN;
  try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* storage is off */ }
  setTimeout(() => location.reload(), soon ? PAUSE : 0);
}

/** For what loading anew may mend: false when it was tried a moment ago and did not help. */
export function reloadOnce() {
  if (Math.abs(Date.now() - (read().at ?? 0)) < NOT_AGAIN_WITHIN) return false;
  reload();
  return true;
}

export async function takeUpPlace() {
  const kept = read();
  if (!kept.fresh) return;
  try { sessionStorage.setItem(KEY, JSON.stringify({ at: kept.at })); } catch { /* storage is off */ }
  if (kept.drawer && window.htmx) await openAgain(kept.drawer);
  if (kept.place) goTo(kept.place);
}

async function openAgain(address) {
  const place = document.getElementById("drawer");
  const source = document.querySelector(`[hx-get="${CSS.escape(address)}"]`) ?? place;
  place.hidden = false;
  try { await window.htmx.ajax("GET", address, { source, target: place, swap: "innerHTML" }); } catch { /* it is gone */ }
  place.hidden = !place.children.length;
  restoreDrafts(place);
}
