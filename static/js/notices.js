// What is told in passing: to readers by a live region, to eyes by a short notice with one button.

const KEPT_FOR = 8_000, LOOKED_AT = 2_000;
const byId = (id) => document.getElementById(id);

export function say(text) {
  const place = byId("said");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text; });
}

/** `action` is what the button does; without one there is no button. */
export function toast(text, action, label = "Undo") {
  const note = byId("t-toast").content.firstElementChild.cloneNode(true), button = note.querySelector("button");
  note.querySelector("span").textContent = text;
  button.textContent = label;
  if (action) button.addEventListener("click", () => { action(); note.remove(); });
  else button.remove();
  byId("toasts").replaceChildren(note);
  const leave = () => { if (!note.matches(":focus-within, :hover")) note.remove(); else setTimeout(leave, LOOKED_AT); };
  setTimeout(leave, KEPT_FOR);
}
