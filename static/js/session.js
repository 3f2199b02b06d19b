// The session's page: connects the parts and shows how the connection stands.

import { restoreDrafts, showMine } from "./board.js";
import "./clock.js";
import { say, takeUp } from "./forms.js";
import "./guide.js";
import "./lanes.js";
import "./page.js";
import "./rank.js";
import { connect, on, resume } from "./socket.js";

const byId = (id) => document.getElementById(id);
const WORDS = { live: "Live", reconnecting: "Reconnecting", offline: "Offline", ended: "Left the room" };

function showStatus({ state, waiting, late }) {
  const live = byId("live");
  live.dataset.state = state;
  live.classList.toggle("live--off", state !== "live");
  live.firstElementChild.textContent = waiting && state !== "live" ? `${WORDS[state]}, ${waiting} waiting` : WORDS[state];
  const offline = byId("offline");
  if (offline) {
    offline.hidden = state === "live" || state === "ended" || !wasLive;
    offline.querySelector("[data-waiting]").textContent = waiting ? `${waiting === 1 ? "One note" : `${waiting} notes`} will go up when you’re back.` : "";
  }
  if (byId("late")) byId("late").hidden = !late || state !== "live";
  if (state === "live") wasLive = true;
}

let wasLive = false, here = [];
function showHere() {
  for (const face of document.querySelectorAll("[data-person]")) face.classList.toggle("face--away", !here.includes(face.dataset.person));
}

let blameTimer;
function showBlame({ towards_facilitator: towards }) {
  const note = byId("blame");
  note.querySelector("[data-towards]").hidden = !towards;
  note.hidden = false;
  say(note.querySelector("p").textContent);
  clearTimeout(blameTimer);
  blameTimer = setTimeout(() => { note.hidden = true; }, 30_000);
}

// Only a change of the ideas themselves draws one's own ballot anew; an order begun there is kept.
const BALLOT_CHANGES = new Set(["idea_added", "idea_edited", "idea_removed", "idea_restored", "idea_parked", "idea_unparked"]);

const TOLD = {
  sticky_added: "note added", question_parked: "question parked", factor_added: "factor added", idea_added: "idea added",
};
let told = 0, tellTimer;
function tellNews(events) {
  told += events.filter((event) => TOLD[event.name]).length;
  const turned = events.find((event) => event.phase && event.name.startsWith("phase"));
  if (turned) { say(byId("board")?.querySelector("h2")?.textContent ?? ""); document.body.removeAttribute("data-composing"); }
  clearTimeout(tellTimer);
  tellTimer = setTimeout(() => {
    if (told === 1) say(`1 ${TOLD[events.find((event) => TOLD[event.name])?.name] ?? "note added"}`);
    else if (told > 1) say(`${told} notes added`);
    told = 0;
  }, 800);
}

on((message) => {
  if (message.t === "status") showStatus(message);
  else if (message.t === "ev") {
    tellNews(message.ev);
    showHere();
    if (message.ev.some((event) => BALLOT_CHANGES.has(event.name))) window.htmx?.trigger(document.body, "board:ideas");
  } else if (message.t === "eph" && message.here) { here = message.here; showHere(); }
  else if (message.t === "eph" && message.blame) showBlame(message.blame);
  else if (message.t === "ended") {
    const banner = byId("offline");
    if (banner) { banner.querySelector("p").textContent = "You are no longer in this session. Ask the facilitator for a new link."; banner.hidden = false; }
  }
});

restoreDrafts(document);
showMine(document);
for (const one of resume()) takeUp(one);
connect();
