// The one owner of the sequence number: applies frames in order, whichever way they came.

import { apply } from "./board.js";
import { tell } from "./news.js";
import { settle } from "./outgoing.js";
import { reload } from "./reload.js";

const body = document.body.dataset;
let seq = Number(body.seq);

/** The number of the last event applied. */
export const lastSeq = () => seq;

/** Apply one frame: "applied", "known" when it is all here already, "gap" when some are missing. */
export function take(frame) {
  const first = frame.ev[0].seq, last = frame.ev.at(-1).seq;
  if (last <= seq) return "known";
  if (first > seq + 1) return "gap";
  const fresh = frame.ev.filter((event) => event.seq > seq);
  try {
    apply(frame);
  } catch (fault) {
    // What cannot be drawn must not look as if it had been.
    console.error(fault);
    reload();
    return "applied";
  }
  seq = last;
  body.seq = seq;
  for (const event of fresh) settle(event.op, { ack: { op_id: event.op, seq: event.seq, event } });
  tell({ ...frame, ev: fresh });
  if (fresh.some((event) => event.reload?.includes(body.me))) reload();
  return "applied";
}
