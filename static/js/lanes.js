// Hangs the flags so that they do not overlap: the earlier of two takes the higher lane, and where
// three lanes are not enough the tight gap grows and the board scrolls. Layout only.

const LANES = 3, ROOM = 6;

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
  track.style.minInlineSize = "";
  for (const drawn of document.querySelectorAll("#measures, #measures [style]")) drawn.removeAttribute("style");
  for (const gap of track.querySelectorAll(".gap[style]")) gap.removeAttribute("style");
  const events = ".flag:not(.flag--fired, .flag--missed)", signals = ".flag--fired, .flag--missed";
  for (let round = 0; round < 60; round++) {
    const above = read(track, events), below = read(track, signals);
    const tight = hang(above, LANES, 1) ?? hang(below, 2, -1);
    hang(below, 2, -1);
    if (!tight || !widen(track, above.includes(tight) ? above : below, tight)) break;
  }
  measure(track);
}

// Of the gaps under the flag that found no lane, the one that needs least grows until it clears.
function widen(track, flags, tight) {
  const under = flags.filter((flag) => flag.start >= tight.start && flag.start < tight.end + flag.end - flag.start);
  let best = null;
  under.forEach((flag, n) => {
    const next = under[n + 1];
    const short = next && next.moment !== flag.moment ? flag.end - next.start : 0;
    if (short > 0 && (!best || short < best.short)) best = { short, gap: next.moment.previousElementSibling };
  });
  if (!best?.gap?.matches(".gap")) return false;
  const by = Math.ceil(best.short) + 1;
  track.style.minInlineSize = `${track.offsetWidth + by}px`;
  best.gap.style.minInlineSize = `${best.gap.offsetWidth + by}px`;
  return true;
}

// The dimension lines below end exactly under the moments that they measure.
function measure(track) {
  const list = document.getElementById("measures");
  const spans = [...(list?.querySelectorAll("[data-from][data-to]") ?? [])];
  const x = (minute) => document.getElementById(`m-${minute}`)?.getBoundingClientRect().left;
  if (spans.length !== 3 || spans.some((span) => !(x(span.dataset.to) > x(span.dataset.from)))) return;
  const origin = track.getBoundingClientRect().left;
  list.style.minInlineSize = `${track.offsetWidth}px`;
  for (const blank of list.querySelectorAll(".measure--blank")) blank.hidden = true;
  spans.forEach((span, n) => {
    const from = x(span.dataset.from), before = n ? x(spans[n - 1].dataset.to) : origin;
    span.style.flex = `0 0 ${x(span.dataset.to) - from}px`;
    span.style.marginInlineStart = `${from - before}px`;
  });
  list.style.paddingInlineStart = "0";
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
