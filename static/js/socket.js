// The connection: says hello with the last number applied, applies only the next one, sends
// operations until each is acknowledged, and says how it stands.

import { apply } from "./board.js";

const HEARTBEAT = 10_000, LOST_AFTER = 25_000, LATE_AFTER = 5_000;
const FOR_GOOD = new Set([4401, 4403, 4404, 4426]);
const body = document.body.dataset;
const waiting = new Map();
const listeners = new Set();

let socket, seq = Number(body.seq), attempt = 0, heard = 0, ready = false, stopped = false, timer;
export let skew = 0;

export const on = (listener) => listeners.add(listener);
const tell = (message) => { for (const listener of listeners) listener(message); };

const STORE = `ops:${body.session}`;
function remember() {
  try { sessionStorage.setItem(STORE, JSON.stringify([...waiting.values()].map((w) => w.op))); } catch { /* storage is full or off */ }
}

export function waitingOnes() { return waiting.size; }

/** Send one operation; resolves with {ack} or {refuse}. The same op id goes out until answered. */
export function send(command, data, opId = uuid()) {
  return new Promise((resolve) => {
    const op = { t: "op", op_id: opId, command, data };
    waiting.set(opId, { op, resolve, since: Date.now() });
    remember();
    if (ready) push(op);
    status();
  });
}

// crypto.randomUUID is missing on plain http, where tablets of the local network are.
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  return [...b].map((x, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + x.toString(16).padStart(2, "0")).join("");
}

function push(op) { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(op)); }

function settle(opId, answer) {
  const one = waiting.get(opId);
  if (!one) return;
  waiting.delete(opId);
  remember();
  one.resolve?.(answer);
  status();
}

export function connect() {
  clearTimeout(timer);
  if (stopped) return;
  ready = false;
  socket?.close();
  const own = socket = new WebSocket(location.origin.replace(/^http/, "ws") + body.socket);
  // An older socket may still speak or close after a newer one is open: only the newest counts.
  own.onopen = () => { heard = Date.now(); hello(); };
  own.onmessage = (event) => { if (own === socket) { heard = Date.now(); receive(JSON.parse(event.data)); } };
  own.onclose = (event) => {
    if (own !== socket) return;
    ready = false;
    if (FOR_GOOD.has(event.code)) return end(event.code);
    const wait = Math.min(500 * 2 ** attempt++, 15_000) * (0.5 + Math.random() / 2);
    timer = setTimeout(connect, wait);
    status();
  };
}

function hello() {
  socket.send(JSON.stringify({ t: "hello", v: 1, session: body.session, epoch: body.epoch, seq }));
}

function end(code) {
  stopped = true;
  if (code === 4426) return location.reload();
  tell({ t: "ended", code });
}

function receive(message) {
  switch (message.t) {
    case "welcome":
      ready = true; attempt = 0; skew = message.now - Date.now();
      for (const { op } of waiting.values()) push(op);
      break;
    case "reset": return location.reload();
    case "pong":
      skew = message.now - Date.now();
      if (message.head > seq) hello();
      break;
    case "ev": take(message); break;
    case "ack": settle(message.op_id, { ack: message }); break;
    case "refuse":
      if (message.code === "too_fast") {
        const one = waiting.get(message.op_id);
        setTimeout(() => one && push(one.op), (message.retry_after ?? 1) * 1000);
      } else settle(message.op_id, { refuse: message });
      break;
  }
  tell(message);
  status();
}

function take(frame) {
  const first = frame.ev[0].seq, last = frame.ev.at(-1).seq;
  if (last <= seq) return;
  if (first > seq + 1) return hello();
  apply(frame);
  seq = last;
  body.seq = seq;
  for (const event of frame.ev) settle(event.op, { ack: { op_id: event.op, seq: event.seq, event } });
  if (frame.ev.some((event) => event.reload?.includes(body.me))) location.reload();
}

let shown = "";
function status() {
  const state = stopped ? "ended" : ready ? "live" : navigator.onLine === false ? "offline" : "reconnecting";
  const late = [...waiting.values()].some((one) => Date.now() - one.since > LATE_AFTER);
  const now = `${state}|${waiting.size}|${late}`;
  if (now === shown) return;
  shown = now;
  tell({ t: "status", state, waiting: waiting.size, late });
}

setInterval(() => {
  if (ready) push({ t: "ping" });
  if (ready && Date.now() - heard > LOST_AFTER) connect();
  for (const one of waiting.values()) if (ready && Date.now() - one.since > LATE_AFTER) push(one.op);
  status();
}, HEARTBEAT / 2);

function at_once() {
  const underWay = socket && [WebSocket.CONNECTING, WebSocket.OPEN].includes(socket.readyState);
  if (!ready && !stopped && !underWay) { attempt = 0; connect(); }
}
addEventListener("online", at_once);
addEventListener("offline", () => { ready = false; socket?.close(); status(); });
addEventListener("focus", at_once);
document.addEventListener("visibilitychange", () => { if (!document.hidden) at_once(); });

/** What was still on its way when the page was left: it goes out again under the same ids. */
export function resume() {
  let kept = [];
  try { kept = JSON.parse(sessionStorage.getItem(STORE)) ?? []; } catch { /* nothing kept */ }
  return kept.map((op) => ({ op, answer: send(op.command, op.data, op.op_id) }));
}
