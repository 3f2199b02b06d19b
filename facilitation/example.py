"""The worked example: an allergen incident in our own words, held from the first sticky to the
close, and a year of smaller incidents before it. Every name in it is made up."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/London"
TEAM = "Veg boxes"
PRACTICE = "Veg boxes, practice"
PEOPLE = ("Ines", "Priya", "Tom", "Charlotte", "Amara", "Jonas", "Mei")
CHAIRS = {
    "oncall": "Priya",
    "author": "Tom",
    "voice": "Charlotte",
    "responder": "Amara",
    "sponsor": "Jonas",
}
TITLE = "Allergen boxes after the pause-subscription change"
HAPPENED = (
    "A change to the subscription API altered the shape of a record, and the overnight "
    "reconciliation turned it into bad allocations without raising an error."
)
IMPACT = "Three customers received boxes with produce that they are allergic to."
NO_NOTICE = "No mechanism lets one squad know what another is changing."

# day after the change, time, kind, words, marks
LINE = (
    (0, "16:47", "event", "The subscription API change goes live", ("change",)),
    (0, "16:47", "missed", "No notice reached the reconciliation squad", ()),
    (
        1,
        "05:30",
        "event",
        "Reconciliation runs on the new format and allocates badly, silently",
        ("symptom",),
    ),
    (1, "05:30", "missed", "No alert on the mismatched schema", ()),
    (1, "09:00", "event", "The first customers write in", ("detection",)),
    (1, "09:00", "fired", "Support inbox: three allergy reports", ()),
    (1, "09:15", "event", "The founder phones the affected customers", ()),
    (1, "09:35", "event", "The engineer on call sees that the formats differ", ()),
    (1, "11:14", "event", "The fix is out and allocations are run again", ("resolution",)),
)
QUESTIONS = (
    ("Why did the change ship the day before a reconciliation run?", "left", ""),
    ("Why does nobody look at the overnight output?", "answered", "It was never anybody's job."),
    ("Why did we hear it from customers first?", "why", ""),
)
CHAIN_A = (
    ("Why did customers receive the wrong produce?", "the reconciliation produced bad data"),
    ("Why did the reconciliation produce bad data?", "the format of the upstream API had changed"),
    ("Why did it not catch the new format?", "there is no schema validation where it is consumed"),
    ("Why is there no schema validation?", "no contract test stands between the two services"),
    ("Why is there no contract test?", "nothing tells one squad what another is changing"),
)
CHAIN_B = (
    ("Why did we hear it from customers first?", "nothing alerted on the overnight run"),
    ("Why did nothing alert?", "malformed output counts as a successful run"),
    (
        "Why does malformed output count as success?",
        "there is no schema validation where it is consumed",
    ),
)
FACTORS = (
    ("Boxes are packed straight from the overnight allocations", ["worse"], False),
    ("I didn't think it would reach you", ["worse"], True),
    ("The run happens overnight, with nobody watching", ["catch"], False),
    ("A malformed run still reports success", ["catch"], False),
    ("The API page described the old shape of the record", ["fix"], False),
    ("The runbook says nothing about running allocations again", ["fix", "worse"], False),
)
# words, owner, days from today, how it is seen
ACTIONS = (
    (
        "Contract tests between the subscription and reconciliation services",
        "Priya",
        11,
        "A changed format fails the build",
    ),
    (
        "Alert on schema mismatches in the reconciliation pipeline",
        "Tom",
        16,
        "A malformed run pages the on-call",
    ),
    ("Cross-squad notice before a shared API changes", "Charlotte", 11, "The next change has one"),
)
PARKED = (
    "Hold the boxes when allocations fail a sanity check",
    "Version the subscription API",
    "Look at the overnight run each morning",
)

# days ago, type, hours, title, what happened, root cause, [(action, owner, state, due in days)]
EARLIER = (
    (
        20,
        "integration",
        9,
        "Loyalty points doubled",
        "Loyalty points were doubled overnight.",
        NO_NOTICE,
        [
            ("Replay test for points", "Amara", "done", -5),
            ("Publish a calendar of API changes", "Charlotte", "open", -6),
        ],
    ),
    (
        30,
        "deployment",
        0.4,
        "Checkout down",
        "Checkout was down for 22 minutes after a late Friday release.",
        "Rolling back depends on knowing the old schema.",
        [
            ("Roll back with one command", "Jonas", "done", -12),
            ("Freeze releases after Friday noon", "Mei", "done", -20),
            ("Rehearse a rollback on staging", "Tom", "open", -2),
        ],
    ),
    (
        48,
        "integration",
        46,
        "Invoices without VAT",
        "Invoices left without VAT for two days.",
        NO_NOTICE,
        [
            ("Check totals against the tax table", "Priya", "done", -20),
            ("Alert on invoices without tax", "Tom", "done", -25),
        ],
    ),
    (
        70,
        "external",
        3,
        "Slow payments",
        "A slow payment provider took the basket page with it.",
        "Retries have no budget, so one slow dependency spreads.",
        [
            ("Give retries a budget", "Jonas", "done", -40),
            ("Load-shed the basket", "Mei", "done", -35),
        ],
    ),
    (
        95,
        "process",
        7,
        "Portal certificate expired",
        "The partner portal's certificate expired on a Sunday.",
        "Renewal lives in one calendar entry.",
        [
            ("Renew by machine", "Amara", "done", -70),
            ("Alert 30 days before", "Amara", "done", -72),
        ],
    ),
    (
        130,
        "deployment",
        0.7,
        "Search index empty",
        "The search index was empty for 40 minutes.",
        "Migrations run without a rehearsal on real volume.",
        [("Rehearse migrations on a copy", "Priya", "done", -100)],
    ),
    (
        160,
        "other",
        0.2,
        "Near miss: test labels",
        "A warehouse printer nearly sent out test labels.",
        "Test and live printers share a queue.",
        [("Separate the print queues", "Jonas", "done", -130)],
    ),
    (
        200,
        "deployment",
        1.5,
        "Slots vanished",
        "Delivery slots vanished for one region.",
        "Feature flags have no default outside the main region.",
        [("Default flags per region", "Mei", "done", -170)],
    ),
    (
        235,
        "process",
        20,
        "Refunds waited",
        "Refunds waited a day for an approval that nobody knew of.",
        "Approvals are routed by a list that no system owns.",
        [("Route approvals from the rota", "Tom", "done", -210)],
    ),
    (
        290,
        "external",
        5,
        "Maps unavailable",
        "The map provider was unavailable during the morning round.",
        "Routes are not kept for offline use.",
        [("Keep the day's routes on the device", "Amara", "done", -250)],
    ),
    (
        330,
        "integration",
        2,
        "Stock out of step",
        "Stock counts were out of step with the warehouse.",
        "Two services each believe they own the count.",
        [("One owner for the count", "Priya", "done", -290)],
    ),
)


def last_change(now: datetime) -> datetime:
    """The most recent Tuesday that leaves room for the incident and its post-mortem."""
    local = now.astimezone(ZoneInfo(ZONE))
    day = local.date() - timedelta(days=3)
    while day.weekday() != 1:
        day -= timedelta(days=1)
    return datetime.combine(day, time(16, 47), ZoneInfo(ZONE))


def at(change: datetime, days: int, clock: str) -> datetime:
    day = change.date() + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(clock), change.tzinfo)
