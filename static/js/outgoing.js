// Operations are kept until they are answered: in memory, and in this tab's storage for a reload.
// The same op id goes out until then, so nothing is done twice.

const AGAIN_AFTER = 5_000, AGAIN_AT_MOST = 20_000, LATE_AFTER = 5_000;
// Twice a second at most: what was written offline does not run into the server's limit.
const AT_ONCE = 5;
const MOST_BYTES = 16 * 1024;
const TOO_LONG = { code: "too_long", message: "That is too long to send. Make it shorter." };
const NOT_NOW = new Set(["too_fast", "busy"]);
const { session, me } = document.body.dataset;
const STORE = `ops:${session}:${me}`;

const waiting = new Map();
let pausedUntil = 0, closed = null;
const now = () => performance.now();

// crypto.randomUUID is missing on plain http, where tablets of the local network are.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  return [...b].map((x, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + x.toString(16).padStart(2, "0")).join("");
}

function store() {
  const ops = [...waiting.values()].map((one) => one.op);
  try {
    if (ops.length) sessionStorage.setItem(STORE, JSON.stringify(ops));
    else sessionStorage.removeItem(STORE);
  } catch { /* storage is full or off */ }
}

/** Keep one operation until it is answered; resolves with {ack} or {refuse}. */
export function keep(command, data, opId = newId()) {
  if (closed) return Promise.resolve({ refuse: closed });
  const op = { t: "op", op_id: opId, command, data };
  // The server hangs up on a message over its limit, and would do so again each time.
  if (new Blob([JSON.stringify(op)]).size > MOST_BYTES) return Promise.resolve({ refuse: TOO_LONG });
  return new Promise((resolve) => {
    waiting.set(opId, { op, resolve, since: now(), due: 0, tries: 0 });
    store();
  });
}

/** The next ones to go out, oldest first; they come again when no answer does. */
export function takeDue() {
  if (now() < pausedUntil) return [];
  const ones = [...waiting.values()].filter((one) => one.due <= now()).slice(0, AT_ONCE);
  for (const one of ones) one.due = now() + Math.min(AGAIN_AFTER * 2 ** one.tries++, AGAIN_AT_MOST);
  return ones.map((one) => one.op);
}

/** A new way to the server knows nothing of what went out on the last one. */
export function makeAllDue() {
  pausedUntil = 0;
  for (const one of waiting.values()) Object.assign(one, { due: 0, tries: 0 });
}

export function settle(opId, answer) {
  const one = waiting.get(opId);
  if (!one) return;
  waiting.delete(opId);
  store();
  one.resolve(answer);
}

/** "Not now" is no answer: it goes out again, under the same id, after the wait. */
export function refused(refusal) {
  const one = waiting.get(refusal.op_id);
  if (!one || !NOT_NOW.has(refusal.code)) return settle(refusal.op_id, { refuse: refusal });
  pausedUntil = Math.max(pausedUntil, now() + (refusal.retry_after ?? 1) * 1000);
  one.due = pausedUntil;
}

/** How many wait, whether they are all words, and whether one waits for too long. */
export function whatWaits() {
  const ones = [...waiting.values()];
  return {
    waiting: ones.length,
    words: ones.every((one) => typeof one.op.data?.text === "string"),
    late: ones.some((one) => now() - one.since > LATE_AFTER),
  };
}

/** Nothing goes out any more: what waits, and what is still asked, is refused with the reason. */
export function close(refusal) {
  closed = refusal;
  for (const opId of [...waiting.keys()]) settle(opId, { refuse: refusal });
}

/** What was on its way when the page was left goes out again under the same ids. */
export function resume() {
  let kept = [];
  try { kept = JSON.parse(sessionStorage.getItem(STORE)) ?? []; } catch { /* nothing kept */ }
  return kept.map((op) => ({ op, answer: keep(op.command, op.data, op.op_id) }));
}

/** Somebody leaves, perhaps on a borrowed device: nothing of this session stays in the tab. */
export function forget() {
  closed = { code: "left", message: "You have left the room." };
  waiting.clear();
  try {
    for (const key of Object.keys(sessionStorage)) if (key.includes(session)) sessionStorage.removeItem(key);
  } catch { /* storage is off */ }
}
