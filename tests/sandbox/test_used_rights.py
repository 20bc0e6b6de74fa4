"""What a role was allowed is known afterwards, and nothing else."""

import pytest

from sandbox.local_aws import root

from .conftest import ACCOUNT, OTHER_ACCOUNT, allow, refused

PARAMETERS = f"arn:aws:ssm:eu-central-1:{ACCOUNT}:parameter"
GROUPS = f"arn:aws:scheduler:eu-central-1:{OTHER_ACCOUNT}:schedule-group"


@pytest.fixture
def used(aws):
    """A function that says what a role used: action and resource."""

    def by(role):
        return {(one["action"], one["resource"]) for one in aws.used_rights() if one["role"] == role}

    return by


def test_what_was_done_is_noted_once_and_what_was_refused_is_not(aws, make_role, used, names):
    name = f"/used-rights/{next(names)}"
    role = make_role(allow("ssm:*", f"{PARAMETERS}/used-rights/*"))
    ssm = aws.client("ssm", aws.assume(role))
    for _ in range(2):
        ssm.put_parameter(Name=name, Value="1", Type="String", Overwrite=True)
    refused(ssm.get_parameter, Name="/elsewhere")
    assert used(role) == {("ssm:PutParameter", f"{PARAMETERS}{name}")}
    done = [one for one in aws.used_rights() if one["resource"] == f"{PARAMETERS}{name}"]
    assert len(done) == 1


def test_a_request_about_several_resources_uses_all_of_them_or_none(aws, make_role, used):
    role = make_role(allow("ssm:GetParameters", [f"{PARAMETERS}/one", f"{PARAMETERS}/two"]))
    ssm = aws.client("ssm", aws.assume(role))
    refused(ssm.get_parameters, Names=["/one", "/three"])
    assert used(role) == set()
    ssm.get_parameters(Names=["/one", "/two"])
    assert used(role) == {("ssm:GetParameters", f"{PARAMETERS}/{name}") for name in ("one", "two")}


def test_a_role_that_enters_another_account_uses_both_rights_that_it_needs(aws, make_role, used):
    caller = make_role(allow(["sts:AssumeRole", "sts:SetSourceIdentity"], "*"))
    trust = allow(["sts:AssumeRole", "sts:SetSourceIdentity"], "*") | {"Principal": {"AWS": caller}}
    del trust["Resource"]
    entered = make_role(account=OTHER_ACCOUNT, trust=[trust])
    aws.assume(entered, aws.assume(caller), SourceIdentity="ada@example.com")
    assert used(caller) == {("sts:AssumeRole", entered), ("sts:SetSourceIdentity", entered)}


def test_what_an_account_s_owner_does_is_of_no_interest(aws, names):
    name = f"/used-rights/{next(names)}"
    aws.client("ssm", root(ACCOUNT)).put_parameter(Name=name, Value="1", Type="String")
    assert not [one for one in aws.used_rights() if one["resource"].endswith(name)]
