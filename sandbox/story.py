"""The main job from beginning to end: one model to production, others stopped, and who must not decide.

Each step looks at what it promises; the first one that does not hold ends the story with a sentence.
"""

from collections.abc import Callable

from . import evidence, inference_pipeline, refusals, training
from .approver import Approver
from .browser import Page
from .environments import DEV, ENVIRONMENTS, MODEL_PACKAGE_GROUP, PARAMETER_PREFIX, Environment
from .errors import hold
from .ledger import dead_letters, record_name, records, registered, source_identities
from .mailbox import mails, wait_for_mail
from .people import GRACE, Person, approvers
from .world import World

PENDING = "PendingManualApproval"


class Story:
    """`tell` gets a line for each thing that happened."""

    def __init__(self, world: World, tell: Callable[[str], None]) -> None:
        self._aws, self._stacks, self._listener = world.aws, world.stacks, tell
        self.last = "the module was applied"
        self.data = training.load()

    def _tell(self, line: str) -> None:
        self.last = line
        self._listener(line)

    def good_model(self) -> None:
        """Version 1 goes all the way."""
        arn, version = self.register("logistic regression")
        for refusal in refusals.ALL:
            self._tell(refusal(self._aws, arn, version))
        for environment, following in zip(ENVIRONMENTS, [*ENVIRONMENTS[1:], None], strict=True):
            self._approve(arn, version, environment)
            self._tell(evidence.is_kept(self._aws, arn, environment))
            self.run(arn, environment)
            if following is None:
                subject = f"{version} ran in {environment.name}"
                wait_for_mail(self._aws, _approver(environment).email, subject)
                self._tell(f"{environment.name} is the last environment: its approvers are told that it ran")

    def bad_model(self) -> None:
        """Version 2 does not pass dev's gate, is rejected and changes nothing for anybody."""
        arn, version = self.register("decision stump")
        self._tell(refusals.gate_keeps_approver(self._aws, arn, version))
        dana = Approver(self._aws, _approver(DEV))
        page = dana.decide(
            dana.visit(dana.mail(version, DEV.name).link), "Rejected", "Far less accurate than version 1."
        )
        hold(
            page.status == 200 and "Rejected for dev by" in page.text,
            f"The page did not confirm that {version} is rejected.",
        )
        status, fields = registered(self._aws, arn)
        hold(status == fields[DEV.name] == "Rejected", f"{version} is {status} in the registry instead of Rejected.")
        self._tell(f"{dana.person.given_name} rejects it; the registry says Rejected")
        run = inference_pipeline.run(self._aws, DEV, self.data.batches[DEV.name])
        hold(run.model_package_arn != arn, f"The dev pipeline ran {version}, which was rejected.")
        self._tell("dev's inference pipeline still runs version 1")
        for environment in ENVIRONMENTS[1:]:
            held = [name for name in records(self._aws, environment) if f"/versions/{arn.rpartition('/')[2]}/" in name]
            asked = [m for m in mails(self._aws, _approver(environment).email) if version in m.subject]
            hold(not held and not asked, f"The rejected {version} reached {environment.name}.")
        self._tell("no other environment has ever heard of it")

    def second_thoughts(self) -> None:
        """Version 3's model data are replaced and restored, it is approved for dev and revoked: dev is back at version
        1."""
        before = records(self._aws, DEV)[_approved_name(DEV)]
        arn, version = self.register("logistic regression")
        self._tell(refusals.replaced_artefact_is_refused(self._aws, arn, version))
        dana = Approver(self._aws, _approver(DEV))
        page = self._answer(dana.person, version, DEV)
        hold(records(self._aws, DEV)[_approved_name(DEV)]["model_package_arn"] == arn, f"dev does not run {version}.")
        self._tell(f"{dana.person.given_name} approves it for dev")
        self._revoke(dana, page, arn, version, before["version"])
        hold(records(self._aws, DEV)[_approved_name(DEV)] == before, f"dev is not back where it was before {version}.")

    def broken_glass(self) -> None:
        """Version 4 is approved for dev although a gate blocks it, and that is revoked."""
        before = records(self._aws, DEV)[_approved_name(DEV)]
        arn, version = self.register("decision stump")
        grace, link = Approver(self._aws, GRACE), Approver(self._aws, _approver(DEV)).mail(version, DEV.name).link
        page = grace.decide(grace.visit(link), "Approved", "")
        hold("Say why" in page.text, f"{GRACE.given_name} is not asked for a reason.")
        reason = "The clinic needs any answer tonight; it is replaced tomorrow."
        page = grace.decide(page, "Approved", reason)
        hold(
            page.status == 200 and "Approved for dev by" in page.text,
            f"{GRACE.given_name} could not break the glass for {version}: {page.status}.",
        )
        decision = records(self._aws, DEV)[record_name(arn, DEV, "decision")]
        rules = decision["overridden"]
        hold(bool(rules) and decision["comment"] == reason, "The decision does not say what it overrides, and why.")
        self._tell(f"{GRACE.given_name} may break the glass: overrides {', '.join(rules)}: “{reason}”")
        self._revoke(grace, page, arn, version, before["version"])

    def _revoke(self, approver: Approver, page: Page, arn: str, version: str, falls_to: int) -> None:
        page = approver.revoke(approver.visit(page.url), "It looked better than it is.")
        hold(
            page.status == 200 and "Revoked for dev by" in page.text,
            f"The page did not confirm that {version} is revoked.",
        )
        now = records(self._aws, DEV)[_approved_name(DEV)]["version"]
        hold(now == falls_to, f"dev is at version {now} after {version} was revoked.")
        status, fields = registered(self._aws, arn)
        hold((status, fields[DEV.name]) == ("Rejected", "Revoked"), f"{version} is {status} in the registry.")
        self._tell(f"{approver.person.given_name} revokes that; dev's approved model is version {falls_to} again")

    def nothing_was_put_aside(self) -> None:
        """No event, decision or mail ended in a dead-letter queue."""
        for environment in ENVIRONMENTS:
            urls = self._stacks[environment.name]["dead_letter_queue_urls"].values()
            letters = dead_letters(self._aws, environment, urls)
            hold(not letters, f"{environment.name} has dead letters: {letters}")
        self._tell("no dead letters in any account")

    def register(self, recipe: str) -> tuple[str, str]:
        number = len([name for name in records(self._aws, DEV) if name.endswith("/request") and "/dev/" in name]) + 1
        arn, report = training.run(self._aws, self.data, recipe, f"run{number}")
        auc = report["binary_classification_metrics"]["auc"]["value"]
        version = f"{MODEL_PACKAGE_GROUP} version {arn.rpartition('/')[2]}"
        self._tell(f"trained a {recipe}: AUC {auc:.4f} on held-back data; registered as {version}")
        mail = Approver(self._aws, _approver(DEV)).mail(version, DEV.name)
        hold(f"{auc:.4g}" in mail.text, f"The mail about {version} does not show its AUC.")
        self._tell(f"mail to {mail.to}: “{mail.subject}”")
        status, fields = registered(self._aws, arn)
        expected = dict.fromkeys((e.name for e in ENVIRONMENTS), PENDING)
        hold(status == PENDING and expected.items() <= fields.items(), f"{version} does not wait for every approval.")
        return arn, version

    def _approve(self, arn: str, version: str, environment: Environment) -> None:
        *voters, last = approvers(environment.name)[: environment.required_approvals]
        for number, voter in enumerate(voters, 1):
            page = self._answer(voter, version, environment)
            progress = f"{number} of {environment.required_approvals}"
            hold(progress in page.text, f"The page does not say that {version} has {progress} approvals.")
            held = records(self._aws, environment).get(_approved_name(environment))
            hold(held is None, f"{version} is approved for {environment.name} by {progress}.")
            self._tell(f"{voter.given_name} approves it for {environment.name}: {progress}")
        page = self._answer(last, version, environment)
        confirmed = f"Approved for {environment.name} by" in page.text
        hold(confirmed, f"{version} was not approved for {environment.name}.")
        names = [e.name for e in ENVIRONMENTS]
        reached = names.index(environment.name) + 1
        expected = dict.fromkeys(names[:reached], "Approved") | dict.fromkeys(names[reached:], PENDING)
        status, fields = registered(self._aws, arn)
        hold(status == "Approved", f"{version} is {status} in the registry after {environment.name}'s approval.")
        hold(
            expected.items() <= fields.items(),
            f"The registry's fields are {fields} after {environment.name}'s approval.",
        )
        approved = records(self._aws, environment).get(_approved_name(environment), {})
        hold(approved.get("model_package_arn") == arn, f"{environment.name}'s account has no approved model.")
        # Votes of the same second have an order that is not theirs.
        who = {person.email for person in (*voters, last)}
        hold(approved["approved_by"] in who, f"{environment.name}'s record names somebody else.")
        if environment != DEV:
            entered = source_identities(self._aws, environment.account_id)
            hold(last.email in entered, f"{environment.name}'s account was entered without a name.")
        self._tell(f"{last.given_name} signs in and approves it for {environment.name}: registry {_short(fields)}")

    def _answer(self, person: Person, version: str, environment: Environment) -> Page:
        approver = Approver(self._aws, person)
        page = approver.visit(approver.mail(version, environment.name).link)
        page = approver.decide(page, "Approved", f"Good enough for {environment.name}.")
        hold(page.status == 200, f"{person.given_name}'s approval of {version} was answered with {page.status}.")
        return page

    def run(self, arn: str, environment: Environment) -> None:
        run = inference_pipeline.run(self._aws, environment, self.data.batches[environment.name])
        hold(run.model_package_arn == arn, f"{environment.name}'s pipeline ran {run.model_package_arn}.")
        auc = run.report["binary_classification_metrics"]["auc"]["value"]
        how = inference_pipeline.way(environment)
        self._tell(f"{environment.name}'s inference ({how}) ran it over {run.predictions} rows: AUC {auc:.4f}")


def _approved_name(environment: Environment) -> str:
    return f"{PARAMETER_PREFIX}/{environment.name}/{MODEL_PACKAGE_GROUP}/approved"


def _approver(environment: Environment) -> Person:
    return approvers(environment.name)[0]


def _short(fields: dict[str, str]) -> str:
    return ", ".join(f"{e.name} {'waits' if fields[e.name] == PENDING else fields[e.name]}" for e in ENVIRONMENTS)
