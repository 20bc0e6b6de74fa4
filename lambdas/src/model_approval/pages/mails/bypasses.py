"""The mail about a bypass: what was done without the approvers, what follows from it, and what to do."""

from model_approval.domain.bypass import Bypass
from model_approval.domain.status import ApprovalStatus
from model_approval.pages.mails.content import Action, Content, Section, Sentence, Tone, approver_of, fact, say, when


def bypassed(bypass: Bypass, link: str) -> Content:
    id, environment, status = bypass.model.id, bypass.environment, bypass.status.value
    reverted = (
        say("It is being put back to {}.", bypass.expected.value)
        if bypass.reverted
        else say("It is not put back: the registry says {} until somebody changes it.", status)
    )
    return Content(
        heading=say("{} was set to {} outside of the workflow", id, status),
        preheader=reverted,
        lead=(
            say("{} was set to {} in the model registry, past the approvers of {}.", id, status, environment),
            reverted,
            say("Inference pipelines are not affected: they read Parameter Store, where nothing has changed."),
        ),
        reason=approver_of(environment),
        tone=Tone.BAD,
        action=Action("Open the page of the request", link, "You sign in there."),
        sections=(
            Section(
                "What happened",
                facts=(
                    fact("Changed by", "{}", bypass.changed_by),
                    fact("Changed", "{}", when(bypass.changed_at)),
                    fact("In the records", "{}", bypass.expected.value),
                    fact("In the registry", "{}", status),
                    fact("Model package", "{}", bypass.model.model_package_arn),
                ),
            ),
            Section(
                "What to do",
                points=(
                    say(
                        "Ask whoever did it why. If no name stands above, AWS CloudTrail has it, under "
                        "UpdateModelPackage."
                    ),
                    *_decide(bypass),
                    say(
                        "To keep it from happening again, let only the roles of this workflow call "
                        "sagemaker:UpdateModelPackage."
                    ),
                ),
            ),
        ),
    )


def _decide(bypass: Bypass) -> tuple[Sentence, ...]:
    if bypass.expected is not ApprovalStatus.PENDING:
        return (say("The page of the request says who decided what. An approval is taken back there, too."),)
    decide = say("Decide on the page of the request. The registry then says what you decided.")
    if bypass.reverted:
        return (decide,)
    unasked = "If there is no such page, nobody was asked yet: set the version to {} and you will be."
    return (decide, say(unasked, bypass.expected.value))
