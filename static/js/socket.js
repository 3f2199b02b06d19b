// The websocket: says hello with the last number applied, answers for its own life, and finds gaps
// and lost tails. It is used up once: after `down` a new one is made.

import { lastSeq, take } from "./frames.js";
import { roundTrip, sample } from "./servertime.js";

const WELCOME_WITHIN = 4_000, WELCOME_AT_MOST = 12_000;
const PING_EVERY = 5_000, SILENT_AFTER = 12_000, CHECKED_WITHIN = 3_000, PROGRESS_WITHIN = 5_000;
const RECEIPT_EVERY = 2_000, RECEIPT_EVENTS = 50;
const BAD_MESSAGE = 4400, RESTART = 1012;
const body = document.body.dataset;
const now = () => performance.now();

export class BoardSocket {
  ready = false;
  head = 0;
  pings = 0;
  receipt = { seq: lastSeq(), at: 0 };

  /** `owner` is told: up(), down(code, wait), hear(message). `tries` failed before this one. */
  constructor(owner, openWithin, tries) {
    this.owner = owner;
    this.welcomeWithin = Math.min(WELCOME_WITHIN * (tries + 1), WELCOME_AT_MOST);
    // Nothing heard until then: given up.
    this.until = now() + openWithin;
    this.wire = new WebSocket(location.origin.replace(/^http/, "ws") + body.socket);
    this.wire.onopen = () => this.hello();
    this.wire.onmessage = (event) => this.read(event.data);
    this.wire.onclose = (event) => this.drop(event.code);
  }

  hello() {
    this.saidHello = now();
    if (!this.ready) this.until = this.saidHello + this.welcomeWithin;
    const build = body.build ? { build: body.build } : {};
    this.say({ t: "hello", v: 1, session: body.session, epoch: body.epoch, seq: lastSeq(), ...build });
  }

  say(message) {
    if (this.wire?.readyState === WebSocket.OPEN) this.wire.send(JSON.stringify(message));
  }

  push(op) { this.say(op); }

  read(text) {
    let message;
    try { message = JSON.parse(text); } catch { return this.drop(BAD_MESSAGE); }
    if (this.ready) this.until = now() + SILENT_AFTER;
    if (message.t === "welcome") this.welcome(message);
    else if (message.t === "pong") this.pong(message);
    else if (message.t === "ev") this.frame(message);
    else if (message.t === "bye") this.drop(message.code ?? RESTART, (message.retry_after ?? 1) * 1000);
    else this.owner.hear(message);
  }

  welcome(message) {
    sample(message.now, this.saidHello);
    this.saidHello = null;
    this.learnHead(message.head);
    this.progress = this.pinged = now();
    if (!this.ready) {
      this.ready = true;
      this.until = now() + SILENT_AFTER;
      this.owner.up();
    }
    this.owner.hear(message);
  }

  pong(message) {
    // An answer bears no mark: of several under way none can be told apart, and none is measured.
    if (--this.pings === 0 && this.asked) sample(message.now, this.asked);
    this.learnHead(message.head);
  }

  learnHead(head) {
    if (this.head <= lastSeq()) this.progress = now();
    this.head = Math.max(this.head, head ?? 0);
  }

  frame(message) {
    if (take(message) === "gap") {
      if (!this.saidHello) this.hello();
      return;
    }
    this.learnHead(message.ev.at(-1).seq);
    this.progress = now();
    this.saidAgain = false;
    if (lastSeq() - this.receipt.seq >= RECEIPT_EVENTS) this.giveReceipt();
    this.owner.hear(message);
  }

  giveReceipt() {
    if (lastSeq() > this.receipt.seq) this.say({ t: "recv", seq: lastSeq() });
    this.receipt = { seq: lastSeq(), at: now() };
  }

  /** Something has happened that a connection may not have survived: find out at once. */
  check() {
    this.until = now() + Math.max(CHECKED_WITHIN, Math.min(4 * roundTrip(), SILENT_AFTER));
    this.ping();
  }

  ping() {
    this.pinged = now();
    this.asked = ++this.pings === 1 ? this.pinged : 0;
    this.say({ t: "ping" });
  }

  tick() {
    if (now() > this.until) return this.drop(0);
    if (!this.ready) return;
    if (now() - this.pinged >= PING_EVERY) this.ping();
    if (now() - this.receipt.at >= RECEIPT_EVERY) this.giveReceipt();
    if (this.head > lastSeq() && now() - this.progress > PROGRESS_WITHIN) this.askAgain();
  }

  // A lost tail: hello again on this socket, and on a new one when that did not help either.
  askAgain() {
    if (this.saidHello || this.saidAgain) return this.drop(0);
    this.saidAgain = true;
    this.progress = now();
    this.hello();
  }

  drop(code, wait = 0) {
    if (!this.wire) return;
    this.wire.onopen = this.wire.onmessage = this.wire.onclose = null;
    this.wire.close();
    this.wire = null;
    this.owner.down(code, wait);
  }
}
