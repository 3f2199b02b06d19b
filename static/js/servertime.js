// The server's time, whatever this device's clock says. Counted from a clock that cannot be set
// (performance.now), and corrected by what the server says, with the round trip in mind.

const SAMPLES = 8, SLACK = 50, JUMP = 500, WITHOUT_NEWS = 1_500;

const gapNow = () => Date.now() - performance.now();

let samples = [], shortest = 0, gap = gapNow(), owed = null;
// The page itself says when it was drawn, to the second.
const load = performance.getEntriesByType("navigation")[0], { now: drawn } = document.body.dataset;
let correction = drawn && load ? Number(drawn) * 1000 + 500 - load.responseStart : gap;

/** Milliseconds since 1970 by the server's clock. */
export const serverNow = () => correction + performance.now();

/** The shortest round trip of the last few, in milliseconds; 0 before the first. */
export const roundTrip = () => shortest;

/** `said`: the server's time in an answer to what was sent at `asked` (performance.now). */
export function sample(said, asked) {
  if (typeof said !== "number") return;
  const got = performance.now();
  const fresh = { trip: got - asked, correction: said - (asked + got) / 2 };
  // A difference that no round trip explains: one of the clocks was set, and older samples are void.
  const agrees = (old) => Math.abs(old.correction - fresh.correction) <= (old.trip + fresh.trip) / 2 + SLACK;
  samples = [...samples.filter(agrees).slice(1 - SAMPLES), fresh];
  const best = samples.reduce((one, other) => (other.trip <= one.trip ? other : one));
  [correction, shortest] = [best.correction, best.trip];
  owed = null;
}

/** True when the device slept or its clock was set: ask the server at once. */
export function jumped() {
  const was = gap;
  gap = gapNow();
  const by = gap - was;
  if (owed && performance.now() > owed.after) {
    // No news came, so it was sleep, in which performance.now() stands still on some systems.
    correction += owed.by;
    owed = null;
  }
  if (Math.abs(by) < JUMP) return false;
  samples = [];
  if (by > 0) owed = { by: by + (owed?.by ?? 0), after: performance.now() + WITHOUT_NEWS };
  return true;
}
