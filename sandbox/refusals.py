"""Who must not approve a version that waits for dev, or not as it is: each of them tries, and nothing changes.

Each returns a line about what happened, and raises StoryError if anything did that must not.
"""

from html import unescape

from .approver import Approver
from .artefact import replaced
from .browser import Form, Page
from .environments import BREAK_GLASS_GROUP, DEV
from .errors import hold
from .ledger import counted, records, registered
from .local_aws import LocalAws
from .people import ALEX, OLIVER, Person, approvers

PENDING = "PendingManualApproval"


def link_decides_nothing(aws: LocalAws, _arn: str, version: str) -> str:
    """Whoever finds the link, a mail scanner for instance, is asked to sign in."""
    dana, before = _approver(aws), records(aws, DEV)
    page = dana.browser.open(dana.mail(version, DEV.name).link, follow=False)
    hold(page.status == 303, f"The link without a sign-in answered {page.status} instead of asking for one.")
    hold(records(aws, DEV) == before, "Opening the link without a sign-in changed Parameter Store.")
    return "the link, opened without a sign-in, leads to the sign-in and changes nothing"


def outsider_is_refused(aws: LocalAws, arn: str, version: str) -> str:
    """Oliver is in no approver group."""
    oliver, page = _visit(aws, OLIVER, version)
    _try(aws, arn, oliver, page, Form(page.url, "POST"))
    return f"{OLIVER.given_name} signs in, is in no approver group, and is refused"


def requester_is_refused(aws: LocalAws, arn: str, version: str) -> str:
    """Alex is in every group, but wants this version approved."""
    alex, page = _visit(aws, ALEX, version)
    sentence = "You requested this version yourself"
    hold(sentence in page.text, f"The page does not tell {ALEX.given_name} why somebody else has to approve it.")
    refused = _try(aws, arn, alex, page, page.form_with("decision"))
    hold(sentence in refused.text, f"{ALEX.given_name} is not told why the approval was refused.")
    return f"{ALEX.given_name} may approve everywhere, but requested this version, and is refused: “{sentence} …”"


def gate_keeps_approver(aws: LocalAws, arn: str, version: str) -> str:
    """Dana may approve for dev, but not what a gate blocks."""
    dana = _approver(aws)
    page = dana.visit(dana.mail(version, DEV.name).link)
    hold("A gate keeps this from being approved" in page.text, "The page does not say that a gate blocks the version.")
    refused = _try(aws, arn, dana, page, page.form_with("decision"))
    sentence = f"Only approvers who are in the group '{BREAK_GLASS_GROUP}' as well may approve it all the same."
    name = dana.person.given_name
    hold(sentence in unescape(refused.text), f"{name} is not told who may approve it all the same.")
    return f"{name} may not approve what a gate of dev blocks: “{sentence}”"


def replaced_artefact_is_refused(aws: LocalAws, arn: str, version: str) -> str:
    """Nobody can approve a version whose model.tar.gz is not what was registered, until that is undone."""
    dana, before = _approver(aws), records(aws, DEV)
    page = dana.visit(dana.mail(version, DEV.name).link)
    with replaced(aws, arn):
        refused = dana.decide(page, "Approved", "Looks good.")
        hold(refused.status == 409, f"The approval of what was replaced was answered with {refused.status}, not 409.")
        told = "what would run has changed since it was registered" in refused.text
        hold(told, f"{dana.person.given_name} is not told that the model data were replaced.")
        hold(records(aws, DEV) == before, "What was replaced was decided about all the same.")
        hold(counted(aws, DEV, "ArtefactChanges") > 0, "No alarm would tell that model data were replaced.")
    return "somebody replaces its model.tar.gz: the approval is refused, and an alarm counts that; it is put back"


ALL = (link_decides_nothing, outsider_is_refused, requester_is_refused)


def _approver(aws: LocalAws) -> Approver:
    return Approver(aws, approvers(DEV.name)[0])


def _visit(aws: LocalAws, person: Person, version: str) -> tuple[Approver, Page]:
    """By the link in the approver's mail."""
    visitor = Approver(aws, person)
    return visitor, visitor.visit(_approver(aws).mail(version, DEV.name).link)


def _try(aws: LocalAws, arn: str, visitor: Approver, page: Page, form: Form) -> Page:
    """The page offers no approval, and one that is sent all the same is refused."""
    name, before = visitor.person.given_name, records(aws, DEV)
    offered = [form for form in page.forms if ("decision", "Approved") in form.buttons]
    hold(not offered, f"{name} must not approve this and was offered to.")
    forged = {"decision": "Approved", "comment": "let me in", "confirmed": DEV.name}
    refused = visitor.browser.submit(page, form, forged)
    hold(refused.status == 403, f"{name}'s forged decision was answered with {refused.status}, not 403.")
    hold(records(aws, DEV) == before, f"{name}'s forged decision changed Parameter Store.")
    hold(registered(aws, arn)[0] == PENDING, f"{name}'s forged decision changed the registry.")
    return refused
