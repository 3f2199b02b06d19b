// Says how the connection stands: the pill, the banners, and in words for readers. A blip of a
// second is told by the pill alone.

import { on } from "./news.js";
import { say } from "./notices.js";

const byId = (id) => document.getElementById(id);
const NUMBERS = ["", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
const PILL = {
  connecting: "Connecting", live: "Live", reconnecting: "Reconnecting", offline: "Offline", crowded: "Too many tabs",
  4401: "Signed out", 4403: "Left the room", 4404: "Left the room", 4426: "Out of date",
};
const BANNER = {
  connecting: ["Still connecting.", "Keep writing."],
  reconnecting: ["Reconnecting.", "Keep writing."],
  offline: ["You’re offline.", "Keep writing."],
  crowded: ["This is open in many tabs.", "Close one, and this one goes on by itself."],
  4401: ["You are signed out.", "Sign in again to go on."],
  4403: ["You are no longer in this session.", "Ask the facilitator to let you back in."],
  4404: ["This session is closed to you now.", "Ask the facilitator for a new link."],
  4426: ["This page is older than the server.", "Load it anew: your words are kept."],
};
// Milliseconds before the banner joins the pill, while nothing waits.
const PATIENCE = { connecting: 4_000, reconnecting: 1_500 };

let state = "connecting", since = performance.now(), told = "", shown = "";

function waitingWords({ waiting, words, code }) {
  if (!waiting) return "";
  const what = `${words ? "note" : "change"}${waiting === 1 ? "" : "s"}`;
  return `${NUMBERS[waiting] ?? waiting} ${what} will go up ${code === 4401 ? "then" : "when you’re back"}.`;
}

function showPill(status, word) {
  const pill = byId("live"), off = status.state !== "live";
  pill.dataset.state = status.state;
  pill.dataset.way = status.byPolling ? "polling" : "socket";
  pill.classList.toggle("live--off", off);
  pill.querySelector("[data-word]").textContent = word;
  pill.querySelector("[data-count]").textContent = off && status.waiting ? `, ${status.waiting} waiting` : "";
  pill.querySelector("[data-by]").textContent = status.byPolling ? ", by short requests" : "";
  pill.title = status.byPolling ? "Live, by short requests" : "";
}

function showBanner(id, isOn, sentences) {
  const banner = byId(id);
  if (!banner) return "";
  const [what = "", advice = "", wait = ""] = sentences;
  banner.querySelector("[data-what]").textContent = what;
  banner.querySelector("[data-advice]").textContent = [advice, wait].filter(Boolean).join(" ");
  banner.hidden = !isOn;
  return isOn ? `${what} ${advice} ${wait}`.trim() : "";
}

function show(status) {
  const key = status.code || status.state;
  if (status.state !== state) [state, since] = [status.state, performance.now()];
  const patient = !status.waiting && performance.now() - since < (PATIENCE[state] ?? 0);
  const isOff = state !== "live" && state !== "ended" && !patient;
  const isLate = state === "live" && status.late;
  const now = JSON.stringify([key, status.waiting, status.byPolling, isOff, isLate]);
  if (now === shown) return;
  shown = now;
  showPill(status, PILL[key]);
  const sentences = [...BANNER[key] ?? [], waitingWords(status)];
  const off = showBanner("offline", isOff, sentences), ended = showBanner("ended", state === "ended", sentences);
  document.body.toggleAttribute("data-out", [4403, 4404].includes(status.code));
  for (const way of document.querySelectorAll("#ended [data-ended]")) way.hidden = !way.dataset.ended.includes(status.code || "none");
  if (byId("late")) byId("late").hidden = !isLate;
  announce(off || ended || (isLate ? byId("late")?.querySelector("p").textContent : ""));
}

// What the banners say is said once, and that it is over, too. A growing number is not.
function announce(words) {
  const kind = words && `${state} ${words.split(".")[0]}`;
  if (kind === told) return;
  told = kind;
  say(words || "Live again.");
}

on((message) => { if (message.t === "status") show(message); });
