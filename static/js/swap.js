// Puts a newly drawn element in the place of the old one. A form in which somebody is writing stays
// where it is, caret, undo and half-composed letters included; everything around it is exchanged.

import { dropDraft, tellIfOvertaken } from "./drafts.js";
import { isSeen } from "./fields.js";

/** Returns the element that is on the page afterwards. */
export function swap(old, fresh) {
  for (const form of old.querySelectorAll("form[data-outbox]")) if (!twinOf(form, fresh)) rescueWords(form);
  const field = document.activeElement;
  const form = old.contains(field) ? field.closest("form[data-draft]") : null;
  const twin = form && twinOf(form, fresh);
  if (!twin || !isSamePath(old, form, fresh, twin)) {
    old.replaceWith(fresh);
    return fresh;
  }
  exchangeAround(old, fresh, form, twin);
  takeOver(form, twin, field);
  return old;
}

const twinOf = (form, fresh) => fresh.querySelector(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`);

// The phase is over and its form goes: what stood in it does not go with it.
function rescueWords(form) {
  const text = form.elements.namedItem("text").value.trim();
  dropDraft(form);
  if (text) document.dispatchEvent(new CustomEvent("words:left", { detail: text }));
}

function isSamePath(old, form, fresh, twin) {
  let [one, other] = [form, twin];
  while (one !== old && other !== fresh) {
    if (one.tagName !== other.tagName) return false;
    [one, other] = [one.parentElement, other.parentElement];
  }
  return one === old && other === fresh && one.tagName === other.tagName;
}

function exchangeAround(old, fresh, form, twin) {
  if (old === form) return;
  copyAttributes(old, fresh);
  const holds = (part) => (child) => child === part || child.contains(part);
  const mine = [...old.childNodes].find(holds(form)), theirs = [...fresh.childNodes].find(holds(twin));
  for (const child of [...old.childNodes]) if (child !== mine) child.remove();
  while (fresh.firstChild !== theirs) old.insertBefore(fresh.firstChild, mine);
  while (theirs.nextSibling) old.append(theirs.nextSibling);
  exchangeAround(mine, theirs, form, twin);
}

function copyAttributes(to, from) {
  // `open` is the reader's own doing.
  const isOurs = (name) => from.hasAttribute(name) || (name === "open" && to.tagName === "DETAILS");
  for (const { name } of [...to.attributes]) if (!isOurs(name)) to.removeAttribute(name);
  for (const { name, value } of from.attributes) if (to.getAttribute(name) !== value) to.setAttribute(name, value);
}

// What the server says anew reaches the fields that nobody has touched. What the writer saw stays with
// the words; that it is out of date is told.
function takeOver(form, twin, busy) {
  for (const theirs of twin.elements) {
    const mine = theirs.name && form.elements.namedItem(theirs.name);
    if (!mine || mine === busy || mine instanceof RadioNodeList || isSeen(theirs)) continue;
    if (theirs.type === "hidden") mine.value = theirs.value;
    else if ("defaultValue" in mine && mine.value === mine.defaultValue) mine.value = mine.defaultValue = theirs.defaultValue;
  }
  tellIfOvertaken(form, twin);
}
