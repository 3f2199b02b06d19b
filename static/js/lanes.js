// Hangs the flags so that they do not overlap: the earlier of two takes the higher lane, and where
// three lanes are not enough the tight gap grows and the board scrolls. Layout only.

const LANES = 3, ROOM = 6, MOST_STEP = 40;

function hang(flags, lanes, sign) {
  // From the right: a flag hangs one lane above every later flag whose pole stands under it.
  const hung = [];
  let tight = null;
  for (const flag of [...flags].reverse()) {
    const under = hung.filter((later) => later.start < flag.end).map((later) => later.lane);
    const lane = Math.max(0, ...under) + 1;
    if (lane > lanes) tight = flag;
    hung.push({ start: flag.start, lane: Math.min(lane, lanes) });
    flag.element.dataset.lane = String(sign * Math.min(lane, lanes));
  }
  return tight;
}

function read(track, selector) {
  const origin = track.getBoundingClientRect().left;
  return [...track.querySelectorAll(selector)].map((element) => {
    const moment = element.closest(".moment");
    const start = moment.getBoundingClientRect().left - origin;
    return { element, moment, start, end: start + element.offsetWidth + ROOM };
  });
}

export function layOut() {
  const track = document.getElementById("line");
  if (!track || getComputedStyle(track).display === "block") return;
  for (const gap of track.querySelectorAll(".gap[data-grown]")) { gap.dataset.step = gap.dataset.grown; delete gap.dataset.grown; }
  for (let round = 0; round < 60; round++) {
    const above = hang(read(track, ".flag:not(.flag--fired, .flag--missed)"), LANES, 1);
    const below = hang(read(track, ".flag--fired, .flag--missed"), 2, -1);
    const tight = above ?? below;
    if (!tight || !grow(tight.moment)) return;
  }
}

function grow(moment) {
  const gap = moment.nextElementSibling;
  if (!gap?.matches(".gap")) return false;
  const step = Number(gap.dataset.step);
  if (step >= MOST_STEP) return false;
  gap.dataset.grown ??= String(step);
  gap.dataset.step = String(Math.min(step + 2, MOST_STEP));
  return true;
}

// Left and right walk the line, up and down go between what happened and the signals.
document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.("#line .sticky");
  if (!here) return;
  const moment = here.closest(".moment");
  const all = [...document.querySelectorAll("#line .moment:has(.sticky)")];
  let next;
  if (event.key === "ArrowRight") next = all[all.indexOf(moment) + 1]?.querySelector(".sticky");
  else if (event.key === "ArrowLeft") next = all[all.indexOf(moment) - 1]?.querySelector(".sticky");
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const own = [...moment.querySelectorAll(".sticky")];
    next = own[own.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1)];
  } else return;
  event.preventDefault();
  next?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
});

let asked = 0;
function soon() { cancelAnimationFrame(asked); asked = requestAnimationFrame(layOut); }
document.body.addEventListener("board:changed", soon);
addEventListener("resize", soon);
soon();
