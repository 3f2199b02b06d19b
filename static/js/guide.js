// The facilitator's guide: which line comes next, and whether it is folded. Only on this screen.

const key = (guide) => `guide:${document.body.dataset.session}:${guide.dataset.phase}`;

function state(guide) {
  try { return JSON.parse(sessionStorage.getItem(key(guide))) ?? {}; } catch { return {}; }
}

function save(guide, change) {
  try { sessionStorage.setItem(key(guide), JSON.stringify({ ...state(guide), ...change })); } catch { /* storage is off */ }
}

function show() {
  const guide = document.getElementById("guide");
  if (!guide) return;
  const { said = 0, folded } = state(guide), lines = [...guide.querySelectorAll("[data-line]")];
  lines.forEach((line, n) => { line.hidden = n !== said; });
  const over = said >= lines.length;
  guide.querySelector("[data-all-said]").hidden = !over;
  guide.querySelector(".said").hidden = over;
  guide.querySelector("[data-line-count]").textContent = over ? "" : `${said + 1} of ${lines.length}`;
  guide.querySelector("[data-lines-left]").textContent = Math.max(lines.length - said, 0);
  if (folded !== undefined) guide.classList.toggle("guide--tab", folded);
  guide.querySelector("[data-guide-toggle]").setAttribute("aria-expanded", String(!guide.classList.contains("guide--tab")));
}

document.addEventListener("click", (event) => {
  const guide = event.target.closest("#guide");
  if (!guide) return;
  if (event.target.closest("[data-guide-toggle]")) save(guide, { folded: !guide.classList.contains("guide--tab") });
  else if (event.target.closest("[data-said]")) save(guide, { said: (state(guide).said ?? 0) + 1 });
  else return;
  show();
});
document.body.addEventListener("board:changed", show);
show();
