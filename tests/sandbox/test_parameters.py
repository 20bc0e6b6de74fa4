"""Rights on parameters, by name, list and path; and what Parameter Store refuses."""

from sandbox.local_aws import root

from .conftest import ACCOUNT, allow, refused

PARAMETERS = f"arn:aws:ssm:eu-central-1:{ACCOUNT}:parameter"


def test_every_parameter_of_a_request_must_be_allowed(aws, client_as, names):
    mine, other = f"/mine/{next(names)}", f"/other/{next(names)}"
    for name in (mine, other):
        aws.client("ssm", root(ACCOUNT)).put_parameter(Name=name, Value="1", Type="String")
    ssm = client_as("ssm", allow(["ssm:GetParameters", "ssm:GetParameter"], f"{PARAMETERS}/mine/*"))
    assert ssm.get_parameters(Names=[mine])["Parameters"][0]["Value"] == "1"
    assert ssm.get_parameter(Name=f"{mine}:1")["Parameter"]["Value"] == "1"
    refused(ssm.get_parameters, Names=[mine, other])


def test_a_role_deletes_the_parameter_that_its_policy_names_which_then_begins_anew(aws, client_as, names):
    owner, name, another = aws.client("ssm", root(ACCOUNT)), f"/deleted/{next(names)}", f"/deleted/{next(names)}"
    for one in (name, another):
        for value in ("1", "2"):
            owner.put_parameter(Name=one, Value=value, Type="String", Overwrite=True)
    ssm = client_as("ssm", allow("ssm:DeleteParameter", f"{PARAMETERS}{name}"))
    ssm.delete_parameter(Name=name)
    assert "AccessDenied" in refused(ssm.delete_parameter, Name=another)
    assert "ParameterNotFound" in refused(ssm.delete_parameter, Name=name)
    assert owner.put_parameter(Name=name, Value="3", Type="String")["Version"] == 1


def test_a_role_reads_below_the_path_that_its_policy_names_and_not_beside_it(aws, client_as, names):
    owner, group = aws.client("ssm", root(ACCOUNT)), f"/ml-models/dev/group-{next(names)}"
    for name in ("3/votes/ada", "3/votes/bob", "3/votes/deeper/not", "3/decision", "4/votes/ada"):
        owner.put_parameter(Name=f"{group}/versions/{name}", Value="1", Type="String")
    ssm = client_as("ssm", allow("ssm:GetParametersByPath", f"{PARAMETERS}{group}/versions/3/votes"))
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=f"{group}/versions/3/votes", MaxResults=1)
    found = [parameter["Name"].rpartition("/")[2] for page in pages for parameter in page["Parameters"]]
    assert found == ["ada", "bob"]
    for path in (f"{group}/versions/4/votes", f"{group}/versions/3", group):
        assert "AccessDenied" in refused(ssm.get_parameters_by_path, Path=path)


def test_a_role_reads_everything_below_its_path_ten_at_a_time(aws, client_as, names):
    """As the reader role does; in MiniStack, too, the path that is listed is a parameter to IAM."""
    owner, prefix = aws.client("ssm", root(ACCOUNT)), f"/deep-{next(names)}"
    index = [f"{prefix}/dev/_waiting/group-{letter}/{number}" for letter in "abc" for number in range(1, 9)]
    for name in (*index, f"{prefix}/dev/group-a/approved"):
        owner.put_parameter(Name=name, Value="1", Type="String")
    ssm = client_as("ssm", allow("ssm:GetParametersByPath", f"{PARAMETERS}{prefix}/*"))
    request = {"Path": f"{prefix}/dev/_waiting", "Recursive": True, "MaxResults": 10}
    pages = [ssm.get_parameters_by_path(**request)]
    while token := pages[-1].get("NextToken"):
        pages.append(ssm.get_parameters_by_path(**request, NextToken=token))
    assert [len(page["Parameters"]) for page in pages] == [10, 10, 4]
    assert sorted(parameter["Name"] for page in pages for parameter in page["Parameters"]) == index
    for beside in (f"{prefix}0", prefix, "/"):
        assert "AccessDenied" in refused(ssm.get_parameters_by_path, **request | {"Path": beside})


def test_lists_and_pages_of_parameters_have_ten_at_most(aws):
    ssm = aws.client("ssm", root(ACCOUNT))
    ssm.get_parameters(Names=[f"/none/{number}" for number in range(10)])
    for call, request in (
        (ssm.get_parameters, {"Names": [f"/none/{number}" for number in range(11)]}),
        (ssm.get_parameters_by_path, {"Path": "/none", "MaxResults": 11}),
    ):
        assert "ValidationException" in refused(call, **request)
