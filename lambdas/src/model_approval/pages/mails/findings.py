"""What else a mail says of the evidence: the gates, the drift since the training, violations, the run, and its sources.

In short: the page has all of it.
"""

from collections.abc import Iterator

from model_approval.domain.evidence import Source
from model_approval.domain.gates import Gate, OnFailure, Reference, Verdict, judge
from model_approval.domain.records import Approved, Request
from model_approval.pages.comparison import number
from model_approval.pages.findings import gave, origins
from model_approval.pages.mails.content import Fact, Section, Sentence, fact, say
from model_approval.pages.mails.evidence import Rules, verdict
from model_approval.pages.measures import amount, run_facts
from model_approval.pages.stages import Row, stages

MOST_DRIFTS = 5
"""Metrics whose drift a mail tells."""
_NOT_FOUND = "no approved version was found to compare with; the page looks again"


def gates(request: Request, rules: Rules, approved: Approved | None) -> Iterator[Section]:
    """Nothing where there are none."""
    verdicts = judge(rules.gates, request, approved)
    if not verdicts:
        return
    failed = [one for one in verdicts if not one.passed]
    passed = [one for one in verdicts if one.passed]
    facts = (
        *((Fact("Failed", tuple(_verdict(one, approved) for one in failed)),) if failed else ()),
        *((Fact("Passed", tuple(_verdict(one, approved) for one in passed)),) if passed else ()),
    )
    yield Section("Gates", lead=_consequence(request.environment, rules, len(failed), len(verdicts)), facts=facts)


def drift(request: Request, rules: Rules, now: str) -> Iterator[Section]:
    """What changed since the training, or the first environment that has the number; the worse first. ``now`` names
    where the request's own numbers are from."""
    told = stages(request, now, rules.directions)
    if told is None:
        return
    ordered = sorted(told.rows, key=lambda row: row.better is not False)
    points = [_drift(row, told.columns) for row in ordered[:MOST_DRIFTS]]
    left = len(ordered) - len(points)
    more = (say("{} more on the page.", left),) if left else ()
    yield Section("Drift since training", points=(*points, *more))


def found(request: Request) -> Iterator[Section]:
    """Constraint violations, what is known about the run, and where everything is from."""
    facts = [_violations(request)]
    if request.run:
        facts.append(fact("The run", "{}", "; ".join(f"{label}: {text}" for label, text in run_facts(request.run))))
    # What ran is named elsewhere: here only what gave something, or should have.
    if sources := [source for source in origins(request) if source.found or source.note]:
        facts.append(Fact("Sources", tuple(_source(source) for source in sources)))
    yield Section("Evidence", facts=tuple(facts))


def _consequence(environment: str, rules: Rules, failed: int, all: int) -> tuple[Sentence, ...]:
    if not failed:
        return (say("{} passed.", amount(all, "gate")),)
    lead = say("{} of {} failed.", failed, amount(all, "gate"))
    if rules.gates.on_failure is OnFailure.WARN:
        return ((*lead, *say(" That is a warning: it keeps nobody from approving.")),)
    if rules.gates.break_glass_group is None:
        return ((*lead, *say(" Nobody may approve this for {} as long as that is so.", environment)),)
    only = " Only approvers of {} who are also members of {} may approve it all the same, with a reason."
    return ((*lead, *say(only, environment, rules.gates.break_glass_group)),)


def _verdict(one: Verdict, approved: Approved | None) -> Sentence:
    # The other account may be out of reach: the mail must not claim that nothing is approved there.
    unseen = one.passed and approved is None and _is_relative(one.gate)
    return say("{}: {}", one.gate.rule, _NOT_FOUND if unseen else one.detail)


def _is_relative(gate: Gate) -> bool:
    return gate.reference is Reference.APPROVED


def _drift(row: Row, columns: tuple[str, ...]) -> Sentence:
    change = f"{row.drift}{f' ({row.percent})' if row.percent else ''}{verdict(row.better)}"
    was, now = row.numbers[row.first], row.numbers[-1]
    return say("{}: {} ({}), {} ({}): {}", row.name, was, columns[row.first], now, columns[-1], change)


def _violations(request: Request) -> Fact:
    violations = request.violations
    if violations is None:
        return fact("Violations", "No report about constraints was found.")
    if not violations.count:
        return fact("Violations", "None: a report says that all constraints were kept.")
    left = violations.count - len(violations.examples)
    return Fact(
        "Violations",
        (
            say("{}", amount(violations.count, "constraint violation")),
            *(say("{}", example) for example in violations.examples),
            *((say("and {} more", number(left)),) if left > 0 else ()),
        ),
    )


def _source(source: Source) -> Sentence:
    told = "; ".join(filter(None, (gave(source), source.note)))
    if source.uri:
        return say("{}: {} ({})", source.kind, told, source.uri)
    return say("{}: {}", source.kind, told)
