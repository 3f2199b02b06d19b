// The outbox: what has not been saved yet, in words, until it is answered. Words that were refused
// stay with their writer, through a reload too, until they are put back or let go.

import { isLive } from "./connection.js";
import { on } from "./news.js";

const SHOWN_FOR = 1_500;
const { session, me } = document.body.dataset;
const STORE = `unsaved:${session}:${me}`;
const byId = (id) => document.getElementById(id);

const part = (item, selector) => item.querySelector(selector);
const underWay = () => (isLive() ? "Sending" : "Waiting");

export function putInOutbox(data) {
  const item = byId("t-outbox").content.firstElementChild.cloneNode(true);
  part(item, ".outbox__text span").textContent = data.text ?? "A change that you made";
  part(item, ".outbox__state").textContent = underWay();
  byId("outbox").append(item);
  byId("outbox").hidden = false;
  return item;
}

function remember() {
  const refused = [...document.querySelectorAll('#outbox [data-state="refused"][data-text]')];
  const kept = refused.map((item) => ({ text: item.dataset.text, message: part(item, "small").textContent }));
  try { sessionStorage.setItem(STORE, JSON.stringify(kept)); } catch { /* storage is full or off */ }
}

function letGo(item) {
  item.remove();
  remember();
  byId("outbox").hidden = !byId("outbox").children.length;
}

export function saved(item) {
  item.dataset.state = "sent";
  part(item, ".outbox__state").textContent = "Saved";
  setTimeout(() => letGo(item), SHOWN_FOR);
}

// `again` puts the words back into a field, and says whether there is one in this phase.
export function notSaved(item, text, message, again) {
  item.dataset.state = "refused";
  part(item, ".outbox__state").textContent = "Not saved";
  part(item, "small").textContent = message;
  part(item, ".outbox__do").hidden = false;
  part(item, "[data-again]").hidden = !text;
  part(item, "[data-again]").addEventListener("click", () => { if (again(text)) letGo(item); });
  part(item, "[data-let-go]").addEventListener("click", () => letGo(item));
  if (text) item.dataset.text = text;
  remember();
}

export function unsaved() {
  try { return JSON.parse(sessionStorage.getItem(STORE)) ?? []; } catch { return []; }
}

on((message) => {
  if (message.t !== "status") return;
  const word = underWay();
  for (const item of document.querySelectorAll('#outbox [data-state="waiting"] .outbox__state')) {
    if (item.textContent !== word) item.textContent = word;
  }
});
