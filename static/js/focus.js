// Where the keyboard is, and the way back there when the place was drawn anew.

export function focusedPlace() {
  const field = document.activeElement;
  if (!field || field === document.body) return null;
  const form = field.closest("form[data-draft]");
  const place = { id: field.id, owner: field.closest("[id]")?.id, form: form?.dataset.draft, name: field.name };
  if (form && "selectionStart" in field) {
    try { place.at = [field.selectionStart, field.selectionEnd]; } catch { /* no selection in this kind */ }
  }
  return { field, place };
}

export function refocus(kept) {
  if (kept && !document.contains(kept.field)) goTo(kept.place);
}

// Never drop a keyboard user at the top of the page: the thing itself, else the board.
export function goTo({ id, form, name, at, owner }) {
  let field = id ? document.getElementById(id) : null;
  if (!field && form) field = document.querySelector(`form[data-draft="${CSS.escape(form)}"]`)?.elements.namedItem(name);
  field ??= (owner && document.getElementById(owner)?.querySelector("button, a, input")) || document.getElementById("board");
  if (!field?.focus) return;
  field.focus({ preventScroll: true });
  if (at) { try { field.setSelectionRange(...at); } catch { /* no selection in this kind */ } }
}
