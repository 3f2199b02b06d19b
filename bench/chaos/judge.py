"""What is wrong, if anything: the server's log and rows against what everybody can swear to.

Pure functions on plain values; nothing here knows a server, a socket or a clock.
"""

from dataclasses import dataclass, field

from . import findings
from .account import Account
from .truth import Truth

SOME = 3


@dataclass
class Verdict:
    """Counts for the report, and one sentence for each thing that is wrong."""

    lost: int = 0
    duplicate_rows: int = 0
    wrong_order: int = 0
    refused_then_done: int = 0
    logs_equal: bool = True
    faults: list[str] = field(default_factory=list)

    def blame(self, found: list, what: str) -> int:
        if found:
            some = "; ".join(str(each) for each in found[:SOME])
            self.faults.append(f"{len(found)} {what}: {some}")
        return len(found)


def judge(truth: Truth, accounts: list[Account], page: list[str] | None) -> Verdict:
    """The verdict on a run. page: the marks on a board loaded after everything, if it could be."""
    verdict = Verdict()
    by_op = {event.op: event for event in truth.events}
    verdict.lost = verdict.blame(findings.lost(by_op, accounts), "acknowledged and not in the log")
    twice = findings.doubled_rows(truth) + findings.doubled_events(truth)
    verdict.duplicate_rows = verdict.blame(twice, "there twice")
    start = min(account.stretches[0].after for account in accounts)
    verdict.blame(findings.unasked(truth, accounts, start), "in the log that nobody asked for")
    verdict.blame(findings.misnumbered(by_op, accounts), "acknowledged with another number")
    once = findings.refused_and_done(by_op, accounts, repeated=False)
    verdict.blame(once, "refused and done all the same")
    verdict.refused_then_done = len(findings.refused_and_done(by_op, accounts, repeated=True))
    verdict.blame([c for a in accounts for c in a.contradictions], "contradicting answers")
    verdict.blame([f"{a.name} {op}" for a in accounts for op in a.unanswered], "never answered")
    verdict.blame(findings.holes(truth), "breaks in the numbers of the log")
    verdict.blame([f"{a.name} {a.shut_out}" for a in accounts if a.shut_out], "shut out for good")
    logs(verdict, truth, accounts)
    verdict.blame(
        findings.rows_against_log(truth, accounts), "rows that are not what the log tells"
    )
    if page is None:
        verdict.faults.append("no page could be loaded in the end")
    else:
        boards(verdict, truth, accounts, page)
    return verdict


def logs(verdict: Verdict, truth: Truth, accounts: list[Account]) -> None:
    """Everybody's log is the server's from where they began, the last stretch to the end."""
    numbers = {event.op: event.seq for event in truth.events}
    by_seq = {event.seq: event.told for event in truth.events}
    differing = []
    for account in accounts:
        verdict.wrong_order += sum(findings.out_of_order(s, numbers) for s in account.stretches)
        found = [findings.first_difference(stretch, by_seq) for stretch in account.stretches]
        found.append(findings.short_of(account.stretches[-1], truth.seq))
        differing += [f"{account.name} {each}" for each in filter(None, found)]
    if verdict.wrong_order:
        verdict.faults.append(f"{verdict.wrong_order} events told in another order than the log's")
    verdict.logs_equal = not verdict.blame(differing, "logs unlike the server's")


def boards(verdict: Verdict, truth: Truth, accounts: list[Account], page: list[str]) -> None:
    """A page loaded now shows what the rows say; boards grown frame by frame equal that page."""
    rows = [row.mark for row in truth.rows if not row.removed]
    verdict.blame(findings.unlike(rows, page), "notes wrong on a page loaded anew")
    wrong = [
        f"{a.name} {next(iter(findings.unlike(page, a.shown)), 'in another order')}"
        for a in accounts
        if a.shown != page
    ]
    verdict.blame(wrong, "boards unlike a page loaded anew")
