// The session's page: connects the parts and shows how the connection stands.

import { showMine } from "./board.js";
import "./clock.js";
import { connect } from "./connection.js";
import { restoreDrafts } from "./drafts.js";
import { say, takeUp, takeUpUnsaved } from "./forms.js";
import "./guide.js";
import "./lanes.js";
import { on } from "./news.js";
import { forget, resume } from "./outgoing.js";
import "./page.js";
import "./rank.js";
import { takeUpPlace } from "./reload.js";
import "./standing.js";
import "./undo.js";

const byId = (id) => document.getElementById(id);

let here = [];
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
  if (message.t === "ev") {
    tellNews(message.ev);
    showHere();
    if (message.ev.some((event) => BALLOT_CHANGES.has(event.name))) window.htmx?.trigger(document.body, "board:ideas");
  } else if (message.t === "eph" && message.here) { here = message.here; showHere(); }
  else if (message.t === "eph" && message.blame) showBlame(message.blame);
});

// A page that comes back from the browser's memory must not show the room to whoever sits here next.
let hasLeft = false;
document.addEventListener("submit", (event) => { if ("leaves" in event.target.dataset) { hasLeft = true; forget(); } });
addEventListener("pageshow", (event) => { if (event.persisted && hasLeft) location.reload(); });

restoreDrafts(document);
showMine(document);
const resumed = resume();
// A wall has no outbox: what waits goes up all the same.
if (byId("outbox")) {
  takeUpUnsaved();
  for (const one of resumed) takeUp(one);
}
takeUpPlace();
connect();
