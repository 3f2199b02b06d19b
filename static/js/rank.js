// Ranking by drag, by buttons and by keys. The room's order is the facilitator's to move; one's own
// ballot is kept in the page until it is sent.

import { send } from "./connection.js";
import { say, toast } from "./forms.js";

const rows = (list) => [...list.querySelectorAll(".cand")];
const listOf = (row) => row.closest("[data-rank]");
const isOwn = (row) => listOf(row).dataset.rank === "own";
const everyRow = (row) => (isOwn(row) ? rows(listOf(row)) : rows(row.closest("#ranking")));

// The acknowledgement comes before the frame that draws the rows anew, so the focus follows the
// idea once the board has changed.
let focusNext = null;
function refocus() { focusNext?.(); focusNext = null; }
document.body.addEventListener("board:changed", refocus);

async function moveTo(row, place) {
  const all = everyRow(row);
  place = Math.max(1, Math.min(place, all.length));
  if (isOwn(row)) return moveOwn(row, place);
  const { ack, refuse } = await send("move_idea", { idea: row.dataset.idea, to: place });
  if (refuse) toast(refuse.message);
  else if (ack?.event?.said) say(ack.event.said);
}

function number(list) {
  rows(list).forEach((each, n, all) => {
    each.querySelector(".cand__n").textContent = n + 1;
    const [up, down] = each.querySelectorAll("[data-move]");
    up.disabled = n === 0;
    down.disabled = n === all.length - 1;
  });
}

function moveOwn(row, place) {
  const list = listOf(row), others = rows(list).filter((other) => other !== row);
  list.insertBefore(row, others[place - 1] ?? null);
  list.dataset.moved = "yes";
  number(list);
  say(`Moved to ${place} of ${rows(list).length}`);
}

// The ballot may be drawn anew while somebody is still moving things: their order is put back.
let ownOrder = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "ballot") return;
  const list = document.querySelector("#ballot [data-rank=own]");
  ownOrder = list && list.dataset.moved ? rows(list).map((row) => row.dataset.idea) : null;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "ballot" || !ownOrder) return;
  const list = document.querySelector("#ballot [data-rank=own]");
  const place = (row) => { const n = ownOrder.indexOf(row.dataset.idea); return n < 0 ? ownOrder.length : n; };
  list.append(...rows(list).sort((a, b) => place(a) - place(b)));
  number(list);
  list.dataset.moved = "yes";
});

async function sendBallot(button) {
  const list = document.querySelector("#ballot [data-rank=own]");
  const { refuse } = await send("rank_ideas", { order: rows(list).map((row) => row.dataset.idea) });
  if (refuse) return toast(refuse.message);
  button.textContent = "Sent. Send again after a change";
  say("Your order is in.");
}

document.addEventListener("click", (event) => {
  const move = event.target.closest("[data-move]");
  if (move) {
    const row = move.closest(".cand"), place = everyRow(row).indexOf(row) + 1;
    const { idea } = row.dataset, by = Number(move.dataset.move);
    const own = isOwn(row) ? "[data-rank=own] " : "[data-rank=room] ";
    focusNext = () => {
      const again = document.querySelector(`${own}.cand[data-idea="${idea}"] [data-move="${by}"]:not([disabled])`);
      (again ?? document.querySelector(`${own}.cand[data-idea="${idea}"] [data-move]:not([disabled])`))?.focus();
    };
    const mine = isOwn(row);
    moveTo(row, place + by).then(() => mine && refocus());
  }
  const ballot = event.target.closest("[data-send-ballot]");
  if (ballot) sendBallot(ballot);
});

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || !["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  const row = grip.closest(".cand"), all = everyRow(row), place = all.indexOf(row) + 1;
  const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 1, End: all.length }[event.key];
  const { idea } = row.dataset;
  const own = isOwn(row) ? "[data-rank=own] " : "[data-rank=room] ";
  focusNext = () => document.querySelector(`${own}.cand[data-idea="${idea}"] [data-grip]`)?.focus();
  const mine = isOwn(row);
  moveTo(row, to).then(() => mine && refocus());
});

let held = null;
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button) return;
  const row = grip.closest(".cand");
  held = { row, startY: event.clientY, place: null };
  grip.setPointerCapture(event.pointerId);
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const { row, startY } = held, moved = event.clientY - startY;
  if (Math.abs(moved) < 4 && held.place === null) return;
  row.classList.add("cand--held");
  row.style.transform = `translateY(${moved}px)`;
  const others = everyRow(row).filter((other) => other !== row);
  held.place = others.filter((other) => { const box = other.getBoundingClientRect(); return event.clientY > box.top + box.height / 2; }).length + 1;
  for (const other of others) other.toggleAttribute("data-gap", others.indexOf(other) + 1 === held.place);
});
function drop() {
  if (!held) return;
  const { row, place } = held;
  held = null;
  row.classList.remove("cand--held");
  row.style.transform = "";
  for (const other of document.querySelectorAll(".cand[data-gap]")) other.removeAttribute("data-gap");
  if (place !== null) moveTo(row, place);
}
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
