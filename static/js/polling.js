// Short requests, where websockets are blocked: asks for frames after the last number applied, and
// posts operations one after the other. The same frames, op ids and answers as on the socket.

import { lastSeq, take } from "./frames.js";
import { refused, settle } from "./outgoing.js";
import { reloadOnce } from "./reload.js";
import { sample } from "./servertime.js";

const EVERY = 1_500, EVERY_HIDDEN = 5_000, AT_MOST = 15_000, WITHIN = 8_000;
const body = document.body.dataset;
const now = () => performance.now();

export class Polling {
  isUp = false;
  next = 0;
  faults = 0;
  posts = new Map();
  running = new Set();

  /** `owner` is told: up(), changed(), gone(code), hear(message). */
  constructor(owner) { this.owner = owner; }

  stop() {
    this.stopped = true;
    this.isUp = false;
    for (const one of this.running) one.abort();
  }

  tick() { if (now() >= this.next) this.ask(); }

  soon() {
    this.next = 0;
    this.again = this.asking;
  }

  push(op) {
    this.posts.set(op.op_id, op);
    this.post();
  }

  async request(address, options = {}) {
    const limit = new AbortController(), timer = setTimeout(() => limit.abort(), WITHIN);
    this.running.add(limit);
    try {
      const answer = await fetch(address, { cache: "no-store", redirect: "error", signal: limit.signal, ...options });
      const json = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : null;
      return { status: answer.status, json };
    } finally {
      clearTimeout(timer);
      this.running.delete(limit);
    }
  }

  async ask() {
    if (this.asking || this.stopped) return;
    this.asking = true;
    const asked = now();
    const query = new URLSearchParams({ after: lastSeq(), epoch: body.epoch });
    try {
      const { status, json } = await this.request(`${body.after}?${query}`);
      if (this.stopped) return;
      if ([401, 403, 404].includes(status)) return this.owner.gone(4000 + status);
      if (status === 429) return this.wait(json?.retry_after ?? 1);
      if (status !== 200 || !["poll", "reset"].includes(json?.t)) throw new Error(`answered ${status}`);
      this.read(json, asked);
    } catch { this.fail(); } finally {
      this.asking = false;
      if (this.again) this.soon();
    }
  }

  // Several tabs of one person ask too often between them.
  wait(seconds) { this.next = now() + seconds * 1000 * (1 + Math.random()); }

  read(answer, asked) {
    if (answer.t === "reset") return this.owner.hear(answer);
    sample(answer.now, asked);
    const applied = answer.frames.filter((frame) => take(frame) === "applied");
    this.owner.hear({ t: "eph", here: answer.here });
    const every = document.hidden ? EVERY_HIDDEN : EVERY;
    const isBehind = applied.length && answer.head > lastSeq();
    this.next = isBehind ? 0 : asked + every * (0.8 + Math.random() * 0.3);
    this.faults = 0;
    if (!this.isUp) {
      this.isUp = true;
      this.owner.up();
    }
  }

  fail() {
    if (this.stopped) return;
    const wait = Math.min(EVERY * 2 ** this.faults++, document.hidden ? AT_MOST : 2 * EVERY);
    this.next = now() + wait * (0.5 + Math.random() / 2);
    this.isUp = false;
    this.posts.clear();
    this.owner.changed();
  }

  // One after the other, so that they arrive in the order in which they were meant.
  async post() {
    if (this.posting) return;
    this.posting = true;
    try {
      for (const [opId, op] of this.posts) {
        if (this.stopped || !this.isUp) break;
        await this.postOne(op);
        this.posts.delete(opId);
      }
    } catch { this.fail(); } finally { this.posting = false; }
  }

  async postOne({ op_id, command, data }) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": body.csrf };
    const { status, json } = await this.request(body.do, { method: "POST", headers, body: JSON.stringify({ op_id, command, data }) });
    if (this.stopped) return;
    if (status === 200 && json) settle(op_id, { ack: json });
    else if (status >= 400 && json?.code) refused({ ...json, op_id });
    // The token of a page is out of date once somebody has signed in again in another tab.
    else if (status === 403 && reloadOnce()) return;
    else if ([401, 403, 404].includes(status)) this.owner.gone(4000 + status);
    else throw new Error(`answered ${status}`);
    this.soon();
    this.owner.changed();
  }
}
