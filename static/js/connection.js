// Chooses the way to the server, the websocket or short requests, and says how it stands. One beat
// drives everything: tries, heartbeats, receipts, polls, and what is to be sent again.

import { tell } from "./news.js";
import { close, keep, makeAllDue, refused, settle, takeDue, whatWaits } from "./outgoing.js";
import { Polling } from "./polling.js";
import { reload, reloadOnce } from "./reload.js";
import { jumped } from "./servertime.js";
import { BoardSocket } from "./socket.js";

const BEAT = 500, ASLEEP = 5_000, SETTLED = 5_000;
// Somebody is looking: back within five seconds of the network's return. Nobody is: no hurry.
const WAIT_AT_MOST = 4_000, WAIT_HIDDEN = 15_000, WAIT_CROWDED = 15_000, SOCKET_AGAIN = 30_000;
const OPEN_WITHIN = 3_000, OPEN_BEHIND_POLLING = 10_000, TRIES = 2;
const SIGN_IN = 4401, CROWDED = 4029, OLD_PAGE = 4426;
const FOR_GOOD = new Set([SIGN_IN, 4403, 4404, OLD_PAGE]);
const OUT = { code: "out", message: "You are no longer in this session. Your words are still here, to copy." };
const now = () => performance.now();

let socket = null, poll = null, nextTry = 0, tries = 0, upSince = 0;
let wasLive = false, isCrowded = false, ended = 0, lastBeat = Date.now();

export const isLive = () => Boolean(socket?.ready || poll?.isUp);

/** Send one operation; resolves with {ack} or {refuse}. The same op id goes out until answered. */
export function send(command, data, opId) {
  const answer = keep(command, data, opId);
  flush();
  return answer;
}

function flush() {
  const way = socket?.ready ? socket : poll?.isUp ? poll : null;
  if (way) for (const op of takeDue()) way.push(op);
  status();
}

function up() {
  upSince = now();
  isCrowded = false;
  wasLive = true;
  if (socket?.ready) { poll?.stop(); poll = null; }
  makeAllDue();
  flush();
}

function hear(message) {
  switch (message.t) {
    case "reset": return startAnew();
    case "ack": settle(message.op_id, { ack: message }); break;
    case "refuse": refused(message); break;
    case "welcome": if (message.here) tell({ t: "eph", here: message.here }); break;
    case "eph": tell(message); break;
  }
  status();
}

function down(code, wait) {
  const wasSettled = socket.ready && now() - upSince > SETTLED;
  socket = null;
  if (FOR_GOOD.has(code)) return end(code);
  tries = wasSettled || wait ? 0 : tries + 1;
  isCrowded = code === CROWDED;
  // Twice in vain: perhaps only websockets are blocked here.
  if (tries >= TRIES && !isCrowded) poll ??= new Polling({ up, hear, changed: status, gone: end });
  nextTry = now() + (wait || (isCrowded ? WAIT_CROWDED : poll?.isUp ? SOCKET_AGAIN : backOff()));
  poll?.tick();
  status();
}

function backOff() {
  const most = document.hidden ? WAIT_HIDDEN : WAIT_AT_MOST;
  return Math.min(BEAT * 2 ** tries, most) * (0.5 + Math.random() / 2);
}

function end(code) {
  if (code === OLD_PAGE && reloadOnce()) return;
  ended = code;
  poll?.stop();
  socket?.drop(0);
  // Who signs in again sends what waits; who is out cannot.
  if (code !== SIGN_IN && code !== OLD_PAGE) close(OUT);
  status();
}

function status() {
  const offline = navigator.onLine === false;
  const state = ended ? "ended" : isLive() ? "live" : isCrowded ? "crowded"
    : offline ? "offline" : wasLive ? "reconnecting" : "connecting";
  tell({ t: "status", state, code: ended, byPolling: Boolean(isLive() && !socket?.ready), ...whatWaits() });
}

function tick() {
  const slept = Math.abs(Date.now() - lastBeat) > ASLEEP;
  lastBeat = Date.now();
  if (jumped() || slept) atOnce();
  if (ended) return;
  socket?.tick();
  poll?.tick();
  if (!socket && !ended && now() >= nextTry) {
    socket = new BoardSocket({ up, down, hear }, poll?.isUp ? OPEN_BEHIND_POLLING : OPEN_WITHIN, tries);
  }
  flush();
}

// Loading anew may have to wait a moment; what is on the page till then is no longer live.
function startAnew() {
  letGo();
  nextTry = Infinity;
  poll?.stop();
  reload();
}

/** Something may have changed for the better: do not wait for the next try. */
function atOnce() {
  if (socket?.ready) socket.check();
  if (nextTry !== Infinity) nextTry = 0;
  poll?.soon();
}

function letGo() {
  socket?.drop(0);
  poll?.fail();
  status();
}

function startBeat() {
  setInterval(tick, BEAT);
  const { beat } = document.body.dataset;
  if (beat && window.Worker) new Worker(beat).onmessage = tick;
}

export function connect() {
  startBeat();
  addEventListener("online", () => { atOnce(); tick(); });
  addEventListener("offline", letGo);
  for (const name of ["focus", "pageshow"]) addEventListener(name, () => { atOnce(); tick(); });
  for (const name of ["visibilitychange", "resume"]) document.addEventListener(name, () => { if (!document.hidden) { atOnce(); tick(); } });
  addEventListener("pagehide", (event) => { if (event.persisted) letGo(); });
  tick();
}
