// Puts fragments on the page: an element takes the place of the one with its id, or goes into its
// container by its key. What somebody is writing is carried over.

import { restoreDrafts } from "./drafts.js";
import { focusedPlace, refocus } from "./focus.js";
import { swap } from "./swap.js";

function insert(container, element) {
  const key = element.dataset.key;
  const after = [...container.children].find((child) => (child.dataset.key ?? "") > key);
  container.insertBefore(element, after ?? null);
}

export function put(html, isNew) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const element of [...template.content.children]) {
    const old = document.getElementById(element.id);
    const into = element.dataset.into;
    if (!old && !into) continue;
    if (element.id === "board" && document.body.dataset.looking) continue;
    const known = old ? new Set([...old.querySelectorAll("[id]")].map((e) => e.id)) : new Set();
    let shown = element;
    if (old && (!into || old.parentElement?.id === into)) shown = swap(old, element);
    else {
      old?.remove();
      const container = document.getElementById(into);
      if (!container) continue;
      insert(container, element);
    }
    restoreDrafts(shown);
    window.htmx?.process(shown);
    if (isNew) markNew(shown, known, !old);
  }
}

// A thing that was not here before is outlined for two seconds.
function markNew(element, known, whole) {
  if (element.id === "board") return;
  const things = element.matches(".sticky") ? [element] : [...element.querySelectorAll(".sticky")];
  for (const thing of things) {
    if (thing.id ? known.has(thing.id) : !whole) continue;
    thing.dataset.state ||= "new";
    setTimeout(() => { if (thing.dataset.state === "new") delete thing.dataset.state; }, 2000);
  }
}

export function apply(frame) {
  const kept = focusedPlace();
  for (const html of frame.put ?? []) put(html, true);
  for (const id of frame.gone ?? []) document.getElementById(id)?.remove();
  refocus(kept);
  showMine(document);
  document.body.dispatchEvent(new CustomEvent("board:changed"));
}

// Some buttons are for one person only; the server checks again.
export function showMine(root) {
  const me = document.body.dataset.me;
  for (const element of root.querySelectorAll("[data-for]")) element.hidden = element.dataset.for !== me;
}
