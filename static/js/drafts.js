// What somebody has written and not sent, kept in this tab. Only what they changed themselves: the
// rest of a form is the server's to say.

import { isChanged, isSeen, named, seen, setValue } from "./fields.js";

const { session, me } = document.body.dataset;
const drafts = new Map();
const keyOf = (form) => `draft:${session}:${me}:${form.dataset.draft}`;

// What the writer saw stays with the words, so that a form drawn anew does not pass an older reading
// off as a newer one.
const isKept = (field) => field.name && (field.type !== "hidden" || isSeen(field));

export function keepDraft(form) {
  if (!form?.dataset.draft) return;
  const kept = {};
  let hasWords = false;
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    if (field.type === "hidden") { kept[field.name] = field.value; continue; }
    if (!isChanged(field)) continue;
    hasWords = true;
    if (field.type === "radio") { if (field.checked) kept[field.name] = field.value; }
    else if ("list" in field.dataset) kept[field.name] = named(form, field.name).filter((one) => one.checked).map((one) => one.value);
    else kept[field.name] = field.type === "checkbox" ? field.checked : field.value;
  }
  if (!hasWords) return dropDraft(form);
  drafts.set(keyOf(form), kept);
  try { sessionStorage.setItem(keyOf(form), JSON.stringify(kept)); } catch { /* storage is full or off */ }
}

export function dropDraft(form) {
  if (!form?.dataset.draft) return;
  drafts.delete(keyOf(form));
  try { sessionStorage.removeItem(keyOf(form)); } catch { /* storage is off */ }
}

function draftOf(form) {
  if (drafts.has(keyOf(form))) return drafts.get(keyOf(form));
  try { return JSON.parse(sessionStorage.getItem(keyOf(form))); } catch { return null; }
}

export function restoreDrafts(root) {
  const forms = root.matches?.("form[data-draft]") ? [root] : root.querySelectorAll("form[data-draft]");
  for (const form of forms) {
    const kept = draftOf(form);
    if (!kept) continue;
    const drawn = form.cloneNode(true);
    for (const [name, value] of Object.entries(kept)) {
      // Writing into the field that somebody is writing in would break what an input method composes.
      const fields = named(form, name);
      if (!fields.includes(document.activeElement)) setValue(form, name, value);
      // What the words were begun on is not known any more.
      for (const field of fields) field.dataset.unread = "";
    }
    tellIfOvertaken(form, drawn);
  }
}

/** The words on the page were begun on an older reading than the server's, which `drawn` shows. */
export function tellIfOvertaken(form, drawn) {
  const isNewer = (one) => named(drawn, one.name)[0]?.value !== one.value;
  if (seen(form).some(isNewer)) form.dispatchEvent(new CustomEvent("overtaken", { bubbles: true, detail: drawn }));
}
