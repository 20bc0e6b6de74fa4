"""What must be true after a disturbed run."""

import re
from collections.abc import Iterator, Sequence

from tests.crashes.branches import Point
from tests.crashes.failures import Kind
from tests.crashes.runs import Outcome, State

PATIENCE = 27
"""Seconds that a page may take, beside what it computes: API Gateway's 30, less what a cold start may take."""
_DENIED = (Kind.DENIED, Kind.DENIED_AWHILE)


def problems(point: Point, outcomes: Sequence[Outcome], undisturbed: Outcome, before: State) -> Iterator[str]:
    """Sentences; none if all is well.

    A failure that passes leaves what the undisturbed run leaves. One that does not either does so too, or something is
    put aside and can be finished later, or the page says that it did not work and nothing has changed.
    """
    outcome = outcomes[0]
    is_change = _is_taken_for_a_change(point, outcome, undisturbed)
    if point.kind.is_death and undisturbed.attempts[point.at].invocation not in outcome.deaths:
        yield "the process lived on"
    if outcome.slowest > PATIENCE:
        yield f"a page is answered after {outcome.slowest} seconds only"
    yield from _too_many_mails(outcome, undisturbed)
    if _is_done(point, outcome, undisturbed):
        if point.kind.passes and outcome.letters:
            yield f"it is done, and put aside as well: {outcome.letters}"
    elif point.kind.passes and not is_change:
        yield from _what_is_missing(outcome, undisturbed)
    elif outcome.letters:
        yield from _halves(outcome, undisturbed, before)
    elif outcome.answers[-1:] >= [400]:
        yield from (f"a page says that it did not work, but {one}" for one in _differences(outcome.state, before))
    else:
        yield "it never ends well, and nobody is told"
        yield from _what_is_missing(outcome, undisturbed)
    if point.kind.passes and outcome.answers[-1:] >= [500]:
        yield f"the pages never worked again: {outcome.answers}"
    for later in outcomes[1:]:
        yield from _too_many_mails(later, undisturbed)
        if later.letters or not _is_done(point, later, undisturbed):
            yield "what was put aside cannot be finished:"
            yield from _what_is_missing(later, undisturbed)


def _is_done(point: Point, outcome: Outcome, undisturbed: Outcome) -> bool:
    state, wanted = outcome.state, undisturbed.state
    call = undisturbed.attempts[point.at].call
    if call.service == "s3" and "notifier" in call.function and point.kind in _DENIED:
        # What may not be read or kept stops no request: the approvers are told what is missing, and why.
        state, wanted = _without_evidence(state), _without_evidence(wanted)
    return (
        state == wanted and not any(_missing_mails(outcome, undisturbed)) and outcome.bypasses >= undisturbed.bypasses
    )


def _is_taken_for_a_change(point: Point, outcome: Outcome, undisturbed: Outcome) -> bool:
    """What may not be looked at is put aside at once, with an alarm: nobody can tell whether it was changed."""
    looked = undisturbed.attempts[point.at].call.operation == "HeadObject"
    return looked and point.kind in _DENIED and bool(outcome.letters) and outcome.changes > 0


def _without_evidence(state: State) -> State:
    return {where: re.sub(r'"model_data":(\{.*?\}|null)|"metrics":.*', "", value) for where, value in state.items()}


def _what_is_missing(outcome: Outcome, undisturbed: Outcome) -> Iterator[str]:
    yield from _differences(outcome.state, undisturbed.state)
    yield from _missing_mails(outcome, undisturbed)
    yield f"bypasses: {outcome.bypasses}, dead letters: {outcome.letters}, pages: {outcome.answers}"


def _halves(outcome: Outcome, undisturbed: Outcome, before: State) -> Iterator[str]:
    """Each thing is as it was, or as it shall become. What was revoked does not stay approved, even if what it falls
    back to has changed, or is taken for changed."""
    for where in sorted(outcome.state | undisturbed.state | before):
        is_now = outcome.state.get(where)
        if outcome.changes and is_now is None and where.endswith("/approved"):
            continue
        if is_now not in (before.get(where), undisturbed.state.get(where)):
            yield f"{where} is neither as before nor as it shall become: {is_now}"


def _too_many_mails(outcome: Outcome, undisturbed: Outcome) -> Iterator[str]:
    """Whoever is mailed again got a mail of which nobody knew that it was sent, or that it was to be sent; or that two
    intents of one try asked for."""
    for (recipient, subject), count in (outcome.confirmed - undisturbed.confirmed).items():
        if count > outcome.repeated[recipient] + outcome.twice:
            yield f"{count} too many to {recipient}: {subject}"
    for recipient, subject in outcome.unconfirmed.keys() - undisturbed.confirmed.keys():
        yield f"nobody asked for the mail to {recipient}: {subject}"


def _missing_mails(outcome: Outcome, undisturbed: Outcome) -> Iterator[str]:
    for (recipient, subject), count in (undisturbed.confirmed - outcome.confirmed - outcome.unconfirmed).items():
        yield f"{count} missing to {recipient}: {subject}"


def _differences(state: State, wanted: State) -> Iterator[str]:
    for where in sorted(state | wanted):
        if state.get(where) != wanted.get(where):
            yield f"{where} is {state.get(where)} instead of {wanted.get(where)}"
