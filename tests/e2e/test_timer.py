"""The timer follows the server, whatever the device's own clock says."""

import time

import pytest
from playwright.sync_api import expect

# A clock that is wrong from the first moment, and can be set again.
WRONG = """
(() => {
  const Real = Date;
  let wrong = %d;
  globalThis.setClock = (by) => { wrong = by; };
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + wrong); }
    static now() { return Real.now() + wrong; }
  };
})()
"""
HOUR = 3_600_000
SHOWN = """() => {
  const clock = document.querySelector("[data-clock]");
  const [m, s] = clock.querySelector("[data-digits]").textContent.replace("+", "").split(":");
  const over = clock.classList.contains("timer--over") ? -1 : 1;
  return [over * (60 * Number(m) + Number(s)), Number(clock.dataset.ends)];
}"""


def off_by(one) -> float:
    """How far the shown timer is from the server's; this process shares the server's clock."""
    before = time.time()
    shown, ends = one.page.evaluate(SHOWN)
    right = ends - before, ends - time.time()
    return max(shown - right[0], right[1] - shown, 0)


@pytest.mark.parametrize("wrong", [HOUR, -HOUR])
def test_the_timer_is_right_with_a_wrong_clock(guest, wrong):
    mei = guest(prepare=lambda one: one.page.add_init_script(WRONG % wrong))
    # The first second after the page came is the one where a wrong clock would show.
    for _ in range(6):
        assert off_by(mei) <= 1
        mei.page.wait_for_timeout(300)


def test_the_timer_stays_right_when_the_clock_is_set(guest):
    mei = guest(prepare=lambda one: one.page.add_init_script(WRONG % 0))
    for wrong in (HOUR, -HOUR, 0):
        mei.page.evaluate(f"setClock({wrong})")
        for _ in range(4):
            mei.page.wait_for_timeout(350)
            assert off_by(mei) <= 1
    expect(mei.page.locator("#live")).to_have_attribute("data-state", "live")
