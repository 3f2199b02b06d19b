// One's own last step, taken back or done again: by keys, by two buttons, and from a short notice. The
// server knows which step it is, and whether it still can be.

import { send } from "./connection.js";
import { on } from "./news.js";
import { toast } from "./notices.js";

const WORDLESS = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);
const OTHER = { undo: "redo", redo: "undo" };
const LABEL = { undo: "Undo", redo: "Redo" };
const DONE = { undo: "Taken back", redo: "Done again" };

const buttons = () => document.querySelectorAll("[data-retrace]");
let busy = false;

/** `data` may name one event by its number. One at a time: a second press waits for the first's answer. */
export async function retrace(command, data = {}) {
  if (busy) return;
  busy = true;
  const { ack, refuse } = await send(command, data);
  busy = false;
  if (refuse) return toast(refuse.message);
  const other = OTHER[command];
  toast(ack?.event?.said ?? DONE[command], () => retrace(other), LABEL[other]);
}

// The browser's own undo of typing goes first, also for words that were just deleted.
const typedIn = new WeakSet();
document.addEventListener("input", (event) => typedIn.add(event.target));
document.addEventListener("submit", (event) => { for (const field of event.target.elements) typedIn.delete(field); });

function hasOwnUndo(field) {
  const isText = field.matches("textarea") || (field.matches("input") && !WORDLESS.has(field.type));
  return field.isContentEditable || (isText && (field.value !== "" || typedIn.has(field)));
}

// By the letter, and by the key's place where the letters are not Latin.
function letterOf({ key, code }) {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : { KeyZ: "z", KeyY: "y" }[code];
}

function commandOf(event) {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  if (ctrlKey === metaKey || altKey) return null;
  const letter = letterOf(event);
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && ctrlKey && !shiftKey ? "redo" : null;
}

document.addEventListener("keydown", (event) => {
  const command = commandOf(event);
  if (!command || event.defaultPrevented || !buttons().length) return;
  if (hasOwnUndo(event.target) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (!event.repeat) retrace(command);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-retrace]");
  if (button) retrace(button.dataset.retrace);
});

// A closed room takes nothing back.
on((message) => {
  if (message.t === "ev" && message.ev.some((event) => event.name === "session_closed")) {
    for (const button of buttons()) button.closest("[data-last-step]").remove();
  }
});
