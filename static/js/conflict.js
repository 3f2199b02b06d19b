// Two people change one thing: what neither disputes is joined, and for the rest the writer sees both
// texts and keeps one, or joins them. Nobody's words go away unseen.

import { dropDraft, keepDraft } from "./drafts.js";
import { inWords, isChanged, isSame, label, named, seen, setShown, setValue, shown, values } from "./fields.js";
import { say } from "./notices.js";

const READ_AFTER = 5_000;
const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** What a refusal tells of the other text, as {fields, seen}. */
export function fromRefusal(form, { version, ...fields }) {
  const now = seen(form).map((one) => [one.name, one.name === "base" ? version : fields[one.dataset.was]]);
  return { fields, seen: Object.fromEntries(now.filter(([, value]) => value !== undefined)) };
}

/** The same from a form that the server has drawn anew. */
export function fromForm(form) {
  const now = Object.fromEntries(seen(form).map((one) => [one.name, one.value]));
  const fields = Object.entries(values(form)).filter(([name]) => named(form, name)[0].type !== "hidden");
  return { fields: Object.fromEntries(fields), seen: now };
}

export const isNews = (form, other) => seen(form).some((one) => one.name in other.seen && !isSame(one.value, other.seen[one.name]));

/** The writer has seen the other text: what they send now is meant for it. */
export function accept(form, other) {
  for (const one of seen(form)) if (one.name in other.seen) one.value = other.seen[one.name];
  for (const [name, theirs] of Object.entries(other.fields)) {
    if (named(form, name).length) setShown(form, name, theirs);
  }
  for (const field of form.elements) delete field.dataset.unread;
  keepDraft(form);
}

// Fields that the writer has not touched follow the other text. In dispute is what both have changed,
// and what the writer may have written over before they read it.
function sortOut(form, other) {
  const mine = values(form), disputed = [], followed = [];
  for (const [name, theirs] of Object.entries(other.fields)) {
    const fields = named(form, name);
    if (!fields.length || isSame(mine[name], theirs)) continue;
    if (!fields.some(isChanged)) followed.push(name);
    else if (fields.some((field) => "unread" in field.dataset) || !isSame(shown(form, name), theirs)) disputed.push(name);
  }
  for (const name of followed) follow(form, name, other.fields[name]);
  return { disputed, followed };
}

function follow(form, name, theirs) {
  setValue(form, name, theirs);
  setShown(form, name, theirs);
  for (const field of named(form, name)) field.dataset.unread = "";
}

const canJoin = (field) => field.matches("textarea, input:not([type]), input[type=text]") && !("one" in field.dataset);

function blocks(form, other, names) {
  const mine = values(form);
  return names.map((name) => {
    const block = copyOf("t-both");
    block.querySelector("[data-field]").textContent = names.length > 1 ? label(form, name) : "";
    block.querySelector("[data-theirs]").textContent = inWords(form, name, other.fields[name]) || "Nothing";
    block.querySelector("[data-mine]").textContent = inWords(form, name, mine[name]) || "Nothing";
    return block;
  });
}

function join(form, other, name) {
  const [field] = named(form, name);
  const between = field.matches("textarea") ? "\n" : " ";
  field.value = [other.fields[name], field.value].filter(Boolean).join(between);
  return field;
}

/** Somebody else's text has come in. `help` is {submit, leave}: send the form; be done with it.
 *  Returns the names of fields that the writer has to choose for, and of those that have followed. */
export function meet(form, other, help) {
  form.querySelector("[data-stale]")?.remove();
  const found = sortOut(form, other);
  if (found.disputed.length) form.append(choice(form, other, found.disputed, help));
  return found;
}

let count = 0;
function choice(form, other, names, { submit, leave }) {
  const note = copyOf("t-stale"), texts = names.filter((name) => canJoin(named(form, name)[0]));
  note.querySelector("[data-what]").textContent = form.dataset.what ?? "";
  count += 1;
  refer(note, "aria-labelledby", note.querySelector("b"));
  refer(note, "aria-describedby", note.querySelector("[data-versions]"));
  note.querySelector("[data-versions]").append(...blocks(form, other, names));
  note.querySelector("[data-keep=both]").hidden = !texts.length;
  note.addEventListener("click", (event) => {
    const keep = event.target.dataset.keep;
    if (!keep) return;
    accept(form, other);
    note.remove();
    if (keep === "mine") return submit(form);
    if (keep === "other") return takeOther(form, other, names, leave);
    const [first] = texts.map((name) => join(form, other, name));
    keepDraft(form);
    first.focus();
    first.setSelectionRange?.(first.value.length, first.value.length);
    say("Both texts are in the field. Keep the change when it reads well.");
  });
  return note;
}

// Two forms of one drawer may each have a choice to make.
function refer(note, attribute, part) {
  part.id = `${attribute}-${count}`;
  note.setAttribute(attribute, part.id);
}

function takeOther(form, other, names, leave) {
  for (const name of names) setValue(form, name, other.fields[name]);
  dropDraft(form);
  leave(form);
  say("The other text stays.");
}

/** After a refusal the choice is where the keyboard is; while somebody writes it only is told. */
export function showChoice(form, { takesFocus }) {
  const note = form.querySelector("[data-stale]");
  note.scrollIntoView({ block: "nearest" });
  if (takesFocus) note.focus();
  else say("Somebody else has changed this while you write. Both texts are kept: choose below.");
}

/** A form on the page against the same one as the server draws it now. */
export function overtake(form, fresh, help) {
  const other = fromForm(fresh);
  if (!isNews(form, other)) return;
  const { disputed, followed } = meet(form, other, help);
  if (disputed.length) return showChoice(form, { takesFocus: false });
  if (!followed.length) return accept(form, other);
  say("Somebody else has changed this. It shows here now.");
  // Whoever types at the very moment that a field changes has not read it: then they get to choose.
  const isUntouched = () => !followed.some((name) => named(form, name).some(isChanged));
  setTimeout(() => { if (isUntouched()) accept(form, other); }, READ_AFTER);
}
