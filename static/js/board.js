// Puts fragments on the page: an element takes the place of the one with its id, or goes into its
// container by its key. What somebody is writing is carried over.

const drafts = new Map();
const STORE = "draft:";

export function draftKey(form) {
  return STORE + document.body.dataset.session + ":" + form.dataset.draft;
}

export function keepDraft(form) {
  if (!form?.dataset.draft) return;
  const values = {};
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden") continue;
    if (field.type === "radio") { if (field.checked) values[field.name] = field.value; }
    else if (field.type === "checkbox") values[field.name] = field.checked;
    else values[field.name] = field.value;
  }
  drafts.set(draftKey(form), values);
  try { sessionStorage.setItem(draftKey(form), JSON.stringify(values)); } catch { /* storage is full or off */ }
}

export function dropDraft(form) {
  if (!form?.dataset.draft) return;
  drafts.delete(draftKey(form));
  try { sessionStorage.removeItem(draftKey(form)); } catch { /* storage is off */ }
}

export function restoreDrafts(root) {
  const forms = root.matches?.("form[data-draft]") ? [root] : root.querySelectorAll("form[data-draft]");
  for (const form of forms) {
    let values = drafts.get(draftKey(form));
    if (!values) {
      try { values = JSON.parse(sessionStorage.getItem(draftKey(form))); } catch { values = null; }
    }
    if (!values) continue;
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements.namedItem(name);
      if (!field || field.type === "hidden") continue;
      if (field instanceof RadioNodeList) { for (const one of field) one.checked = one.value === value; }
      else if (field.type === "checkbox") field.checked = value;
      else field.value = value;
    }
  }
}

function focusedPlace() {
  const field = document.activeElement;
  if (!field || field === document.body) return null;
  const form = field.closest("form[data-draft]");
  const place = { id: field.id, owner: field.closest("[id]")?.id, form: form?.dataset.draft, name: field.name };
  if (form && "selectionStart" in field) {
    try { place.at = [field.selectionStart, field.selectionEnd]; } catch { /* no selection in this kind */ }
  }
  return { field, place };
}

function refocus(kept) {
  if (!kept || document.contains(kept.field)) return;
  const { id, form, name, at, owner } = kept.place;
  let field = id ? document.getElementById(id) : null;
  if (!field && form) field = document.querySelector(`form[data-draft="${CSS.escape(form)}"]`)?.elements.namedItem(name);
  // Never drop a keyboard user at the top of the page: the thing itself, else the board.
  field ??= (owner && document.getElementById(owner)?.querySelector("button, a, input")) || document.getElementById("board");
  if (!field?.focus) return;
  field.focus({ preventScroll: true });
  if (at) { try { field.setSelectionRange(...at); } catch { /* no selection in this kind */ } }
}

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
    if (old && (!into || old.parentElement?.id === into)) old.replaceWith(element);
    else {
      old?.remove();
      const container = document.getElementById(into);
      if (!container) continue;
      insert(container, element);
    }
    restoreDrafts(element);
    window.htmx?.process(element);
    if (isNew) markNew(element, known, !old);
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
