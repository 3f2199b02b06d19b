"""The few words of English that building a question needs. Not a grammar: unknown words stay so."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Only these pasts are turned back ("received" to "receive"); anything else gets the safe form.
PASTS = {
    "broke": "break", "came": "come", "caught": "catch", "dropped": "drop", "fell": "fall",
    "found": "find", "gave": "give", "got": "get", "grew": "grow", "kept": "keep",
    "lost": "lose", "made": "make", "meant": "mean", "ran": "run", "saw": "see", "sent": "send",
    "stopped": "stop", "took": "take", "went": "go", "wrote": "write",
    "accepted": "accept", "alerted": "alert", "allowed": "allow", "appeared": "appear",
    "arrived": "arrive", "blocked": "block", "called": "call", "caused": "cause",
    "changed": "change", "charged": "charge", "crashed": "crash", "deleted": "delete",
    "deployed": "deploy", "differed": "differ", "disappeared": "disappear", "drifted": "drift",
    "duplicated": "duplicate", "expired": "expire", "exposed": "expose", "failed": "fail",
    "filled": "fill", "finished": "finish", "fired": "fire", "happened": "happen",
    "ignored": "ignore", "increased": "increase", "landed": "land", "lasted": "last",
    "leaked": "leak", "missed": "miss", "needed": "need", "noticed": "notice",
    "overflowed": "overflow", "overloaded": "overload", "passed": "pass", "produced": "produce",
    "reached": "reach", "received": "receive", "rejected": "reject", "relied": "rely",
    "reported": "report", "restarted": "restart", "retried": "retry", "returned": "return",
    "served": "serve", "shipped": "ship", "showed": "show", "started": "start",
    "succeeded": "succeed", "timed": "time", "triggered": "trigger", "used": "use",
    "waited": "wait", "worked": "work",
}  # fmt: skip

PRESENT = _set("is are isn't aren't has have hasn't haven't does do doesn't don't can can't cannot")
WAS = _set("was were wasn't weren't had did didn't could couldn't")
# These go in front of the subject as they stand.
INVERTED = _set("is are was were isn't aren't wasn't weren't doesn't don't didn't can't couldn't")
# Verbs too irregular, or too like nouns, to rewrite; seeing one rules the neat forms out.
OTHER_VERBS = _set(
    "set cut put read hit let built led held knew thought felt left said told began became chose "
    "drew drove hid paid spent stood understood think know believe guess suppose assume suspect "
    "feel say says means exists exist existed will would should must might may shall"
)

RELATIVE = _set("that which who whom whose where when while what how why because if")
PRONOUNS = _set(
    "i we you he she it they this that these those nobody nothing everyone everybody everything "
    "somebody someone something anyone"
)
OPENERS = _set(
    "in on at after before during when by for with without from to as if while since although "
    "though because then so and but or maybe probably perhaps unless until once despite due when "
    "yes usually sometimes not per under over between"
)
DETERMINERS = _set(
    "the a an no our their its his her my your this that these those each every any some"
)
NAMES = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july "
    "august september october november december aws azure ansible cassandra cloudflare datadog "
    "django docker elasticsearch git grafana google jenkins jira kafka kubernetes linux mongo "
    "mysql nginx pagerduty postgres prometheus python redis slack stripe terraform"
)


def is_verb_like(word: str) -> bool:
    """Whether a lower-case word may be a finite verb; errs on the side of yes."""
    return (
        word in PASTS
        or word in PRESENT
        or word in WAS
        or word in OTHER_VERBS
        or (len(word) > 4 and word.endswith("ed"))
    )
