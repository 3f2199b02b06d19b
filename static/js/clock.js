// Counts down to an absolute end, by the server's clock. Never flashes, never beeps.

import { say } from "./notices.js";
import { serverNow } from "./servertime.js";

let warned = "";

function digits(seconds) {
  const whole = Math.abs(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function left(element) {
  if (!element.dataset.ends) return Number(element.dataset.left);
  return Math.round(Number(element.dataset.ends) - serverNow() / 1000);
}

function tick() {
  const clock = document.querySelector("[data-clock]");
  if (clock) {
    const seconds = left(clock), planned = Number(clock.dataset.planned), running = Boolean(clock.dataset.ends);
    clock.querySelector("[data-digits]").textContent = seconds < 0 ? `+${digits(seconds)}` : digits(seconds);
    clock.classList.toggle("timer--over", seconds < 0);
    if (running) {
      const word = seconds < 0 ? (document.querySelector(".rail__seg--slack")?.dataset.min === "0" ? "over" : "from slack") : seconds <= 120 ? "wrap up" : `left of ${Math.round(planned / 60)}`;
      clock.querySelector("[data-clock-word]").textContent = word;
      clock.setAttribute("aria-label", seconds < 0 ? `${digits(seconds)} over` : `${digits(seconds)} left in this phase`);
      const key = clock.dataset.ends;
      if (seconds <= 120 && seconds > 0 && warned !== key) { warned = key; say("Two minutes left. Wrap up."); }
    }
    const run = document.querySelector("progress.rail__fill");
    if (run) run.value = Math.min(planned - seconds, planned);
    for (const part of document.querySelectorAll("[data-overrun]")) part.hidden = !(running && seconds < 0);
    document.body.toggleAttribute("data-over", running && seconds < 0);
  }
  for (const meeting of document.querySelectorAll("[data-meeting]")) {
    const minutes = Math.floor(left(meeting) / 60);
    meeting.textContent = minutes >= 0 ? `${minutes} min left of 90` : `${-minutes} min over 90`;
  }
}

// Looked at often, drawn once a second: a second that comes late is a second that is wrong.
let second = 0;
setInterval(() => {
  const now = Math.round(serverNow() / 1000);
  if (now === second) return;
  second = now;
  tick();
}, 250);
document.body.addEventListener("board:changed", tick);
tick();
