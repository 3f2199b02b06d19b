"""A whole post-mortem, held by a facilitator on a tablet, a participant on a laptop and a guest on
a phone: from logging the incident to the PDF and the row in the log."""

import io
from datetime import date, datetime, timedelta

from pypdf import PdfReader

CHANGE = datetime.combine(date.today() - timedelta(days=4), datetime.min.time()).replace(
    hour=16, minute=47
)
TITLE = "Wrong boxes after the pause change"
# kind, days after the change, time, words, mark
LINE = (
    ("event", 0, "16:47", "The API change goes live", "Change"),
    ("missed", 0, "16:47", "No notice reached the other squad", ""),
    ("event", 1, "05:30", "The overnight run allocates badly, silently", "First symptom"),
    ("missed", 1, "05:30", "No alert on the mismatch", ""),
    ("event", 1, "09:00", "The first customers write in", "Detection"),
    ("fired", 1, "09:00", "Three reports in the support inbox", ""),
    ("event", 1, "11:14", "The fix is out", "Resolution"),
)
ANSWERS = (
    "the run produced bad data",
    "the format of the API changed",
    "there is no schema validation on the consumer side",
    "nothing tells one squad what another is changing",
)
GAP = "Nothing tells one squad what another is changing."
FACTORS = (
    ("worse", "Boxes are packed straight from the allocations"),
    ("catch", "The run happens with nobody watching"),
    ("fix", "The runbook says nothing about running it again"),
)
IDEAS = (
    "Contract tests between the two services",
    "Alert on schema mismatches",
    "Notice before a shared API changes",
    "Version the subscription API",
)
OWNERS = (("Tom", "2031-12-18"), ("Mei", "2031-12-19"), ("Charlotte", "2031-12-20"))
PARTS = (
    TITLE,
    "overnight run turned it into bad allocations",
    "Timeline",
    "Root cause",
    "Contributing factors",
    "Actions",
    "Follow-up",
)


def test_a_team_holds_a_whole_post_mortem(lead, person):
    facilitator, tom, mei = lead("tablet"), person("laptop"), person("phone")
    log_incident(facilitator)
    code, link = open_session(facilitator)
    join(tom, mei, code, link)
    everyone = (facilitator, tom, mei)
    set_the_room(*everyone)
    draw_the_line(*everyone)
    climb_the_whys(*everyone)
    name_factors(*everyone)
    promise(*everyone)
    close(*everyone)
    read_outputs(facilitator)


def log_incident(facilitator):
    facilitator.go("/")
    page = facilitator.page
    page.get_by_role("link", name="Log an incident").click()
    page.fill("[name=title]", TITLE)
    page.check("input[name=type][value=integration]", force=True)
    page.fill("[name=zone]", "UTC")
    fill_time(page, "started", CHANGE)
    page.fill(
        "[name=what_happened]",
        "The format changed and the overnight run turned it into bad allocations.",
    )
    page.fill("[name=impact]", "Three customers got boxes that they are allergic to.")
    page.fill("[name=other_teams]", "Packing")
    fill_time(page, "resolved", CHANGE + timedelta(hours=18, minutes=27))
    facilitator.check_access("incident form")
    page.locator("form.form button.btn--go").click()
    page.wait_for_url("**/incidents/**")
    facilitator.sees("18 h 27 min")


def fill_time(page, name, at):
    page.fill(f"[name={name}]", f"{at:%Y-%m-%dT%H:%M}")


def open_session(facilitator):
    page = facilitator.page
    page.get_by_role("button", name="Open a session").click()
    page.wait_for_selector("#chairs")
    oncall = page.locator(".chairs__form", has_text="Diagnosed it on call")
    oncall.locator("[name=name]").fill("Nora")
    oncall.get_by_role("button", name="Seat").click()
    # Whoever was closest to it says why they facilitate all the same.
    page.fill("[name=because]", "Nobody else was free this week")
    page.locator(".chairs__form:has([name=because]) button").click()
    facilitator.sees("The facilitator was close to it")
    facilitator.check_access("incident page")
    code = "".join(page.locator(".joinbox__code span").all_inner_texts())
    link = page.input_value("#join-link")
    page.get_by_role("link", name="Go to the room").click()
    facilitator.is_live()
    return code, link


def join(tom, mei, code, link):
    tom.go("/join/")
    tom.check_access("join by code")
    tom.page.fill("[name=code]", f"{code[:4].lower()} {code[4:]}")
    tom.page.get_by_role("button", name="Join", exact=True).click()
    mei.page.goto(link)
    for one, name in ((tom, "Tom"), (mei, "Mei")):
        one.page.fill("[name=name]", name)
        one.check_access("join")
        one.page.get_by_role("button", name="Join the room").click()
        one.is_live()
    assert "#" not in mei.page.url


def set_the_room(facilitator, tom, mei):
    facilitator.page.get_by_role("button", name="Start the session").click()
    tom.page.get_by_role("button", name="I have read it aloud").click()
    for one in (facilitator, tom, mei):
        one.sees("Read aloud by Tom")
        one.check_access("set the room")
    facilitator.page.get_by_role("button", name="Next: Timeline").click()


def draw_the_line(facilitator, tom, mei):
    for n, (kind, days, clock, words, _) in enumerate(LINE):
        writer = (tom, mei)[n % 2]
        when = f"{CHANGE.date() + timedelta(days=days)} {clock}"
        writer.page.check(f"#composer input[value={kind}]", force=True)
        writer.page.fill("#composer [name=when]", when)
        writer.page.fill("#composer [name=text]", words)
        writer.page.press("#composer [name=text]", "Enter")
        for one in (facilitator, tom, mei):
            one.page.locator("#line .sticky", has_text=words).wait_for()
    refused_beside_the_field(tom)
    for _, _, _, words, mark in LINE:
        if mark:
            facilitator.page.locator("#line .sticky", has_text=words).click()
            facilitator.page.locator(".marks button", has_text=mark).click()
            facilitator.page.locator(".marks button[aria-pressed=true]", has_text=mark).wait_for()
            facilitator.page.keyboard.press("Escape")
    mei.sees("12 h 43 min")
    mei.sees("69 % of the whole")
    for one in (facilitator, tom, mei):
        one.check_access("timeline")
    show_directive(facilitator, tom, mei)
    call_out_blame(facilitator, tom, mei)
    facilitator.page.get_by_role("button", name="Next: Root cause").click()


def refused_beside_the_field(tom):
    """A time in the future is refused beside its field, and the words stay."""
    tom.page.check("#composer input[value=event]", force=True)
    tom.page.fill("#composer [name=when]", "2051-01-01 09:00")
    tom.page.fill("#composer [name=text]", "Not yet")
    tom.page.press("#composer [name=text]", "Enter")
    tom.sees("That time is in the future")
    assert tom.page.input_value("#composer [name=text]") == "Not yet"
    tom.page.fill("#composer [name=text]", "")
    tom.page.check("#composer input[value=question]", force=True)
    tom.page.fill("#composer [name=text]", "Why did it ship the day before a run?")
    tom.page.press("#composer [name=text]", "Enter")
    tom.page.locator("#questions .sticky").wait_for()


def show_directive(facilitator, tom, mei):
    facilitator.page.locator("#controls").get_by_role("button", name="Prime Directive").click()
    for one in (tom, mei):
        one.page.wait_for_selector("#directive .directive__voice")
        one.check_access("Prime Directive")
    facilitator.page.keyboard.press("Escape")
    mei.page.wait_for_selector("#directive", state="hidden")


def call_out_blame(facilitator, tom, mei):
    mei.page.get_by_role("button", name="Call out blame").click()
    mei.check_access("call out blame")
    mei.page.get_by_role("button", name="Send quietly").click()
    for one in (facilitator, tom, mei):
        one.page.wait_for_selector("#blame:not([hidden])")
        one.page.get_by_role("button", name="Thank you").click()


def climb_the_whys(facilitator, tom, mei):
    chain = "#ladders .ladder:first-child [name=text]"
    for words in ANSWERS:
        tom.page.fill(chain, words)
        tom.page.press(chain, "Enter")
        for one in (facilitator, mei):
            one.page.locator(".rung__a", has_text=words).wait_for()
    page = facilitator.page
    page.get_by_role("button", name="Is this the gap?").click()
    page.get_by_role("button", name="This is the gap").click()
    page.locator("#drawer .field__error").first.wait_for()
    page.check("[name=whoever]")
    page.check("[name=engineering]")
    page.get_by_role("button", name="This is the gap").click()
    mei.sees(GAP)
    page.get_by_role("button", name="Next: Factors").click()
    facilitator.sees("One parked question waits")
    tom.page.locator("#questions .sticky").click()
    tom.page.get_by_role("button", name="Make it a why").click()
    mei.sees("Chain B")
    for one in (facilitator, tom, mei):
        one.check_access("whys")
    page.get_by_role("button", name="Next: Factors").click()


def name_factors(facilitator, tom, mei):
    for effect, words in FACTORS:
        field = f"form[data-draft=factor-{effect}] [name=text]"
        mei.page.fill(field, words)
        mei.page.press(field, "Enter")
        for one in (facilitator, tom):
            one.page.locator(f"#col-{effect} .sticky", has_text=words).wait_for()
    for one in (facilitator, tom, mei):
        one.check_access("factors")
    facilitator.page.get_by_role("button", name="Next: Actions").click()


def promise(facilitator, tom, mei):
    page = facilitator.page
    for n, words in enumerate(IDEAS):
        writer = (tom, mei)[n % 2].page
        writer.fill("form[data-draft=idea] [name=text]", words)
        writer.press("form[data-draft=idea] [name=text]", "Enter")
        page.locator("#idea-list .sticky", has_text=words).wait_for()
    facilitator.check_access("brainstorm")
    page.get_by_role("button", name="Close the brainstorm").click()
    for one in (tom, mei):
        one.page.locator("#ballot .cand").first.wait_for()
        one.check_access("ballot")
        one.page.locator("[data-send-ballot]").click()
    facilitator.sees("2 of 3 have ranked")
    page.get_by_role("button", name="Take the room’s ranking").click()
    page.wait_for_selector("#ballots", state="detached")
    rank_by_key_and_by_drag(page)
    for n, (owner, deadline) in enumerate(OWNERS, start=1):
        set_promise(page, n, owner, deadline)
    facilitator.check_access("actions")
    page.get_by_role("button", name="Read them aloud").click()


def rank_by_key_and_by_drag(page):
    """The second goes up by its arrow key, and down again by dragging it."""
    second = page.locator("#ranking .cand", has_text=IDEAS[1])
    second.locator("[data-grip]").focus()
    page.keyboard.press("ArrowUp")
    page.locator("#ranking .cand[data-place='1']", has_text=IDEAS[1]).wait_for()
    grip = second.locator("[data-grip]").bounding_box()
    below = page.locator("#ranking .cand", has_text=IDEAS[0]).bounding_box()
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, below["y"] + below["height"] - 4, steps=4)
    page.mouse.up()
    page.locator("#ranking .cand[data-place='2']", has_text=IDEAS[1]).wait_for()


def set_promise(page, place, owner, deadline):
    page.locator(f"#promises tbody tr:nth-child({place}) .pick").first.click()
    page.fill("#drawer [name=owner]", owner)
    page.locator("#drawer form[data-command=set_owner] button").click()
    page.locator(f"#promises tbody tr:nth-child({place})", has_text=owner).wait_for()
    page.fill("#drawer [name=deadline]", deadline)
    page.locator("#drawer form[data-command=set_deadline] button").click()
    page.locator(f"#promises tbody tr:nth-child({place}) .pill--ready").wait_for()
    page.keyboard.press("Escape")


def close(facilitator, tom, mei):
    for one in (facilitator, tom, mei):
        one.page.wait_for_selector("#vow")
        one.check_access("closing")
    for one in (tom, mei):
        one.page.get_by_role("button", name="Yes, I will").click()
    facilitator.page.get_by_role("button", name="Charlotte said yes").click()
    facilitator.page.fill("#closing [name=date]", "2031-12-30")
    facilitator.page.locator("form[data-command=set_follow_up] button").click()
    facilitator.page.locator("#controls .btn--go", has_text="Close the session").click()
    for one in (facilitator, tom, mei):
        one.sees("The room is closed")


def read_outputs(facilitator):
    page = facilitator.page
    page.get_by_role("link", name="Open the write-up").first.click()
    facilitator.sees(GAP)
    facilitator.check_access("write-up")
    for paper, width in (("a4", 595), ("letter", 612)):
        pdf = page.request.get(f"{page.url.rstrip('/')}.pdf?paper={paper}")
        reader = PdfReader(io.BytesIO(pdf.body()))
        assert len(reader.pages) == 1
        assert round(reader.pages[0].mediabox.width) == width
        text = " ".join(reader.pages[0].extract_text().split())
        places = [text.index(part) for part in PARTS]
        assert places == sorted(places)
    facilitator.go("/")
    facilitator.check_access("log")
    row = page.locator("table.log tbody tr", has_text=GAP)
    assert "0 of 3" in row.inner_text()
    assert GAP in row.inner_text()
