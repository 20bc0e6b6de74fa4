"""Operations answer only so many calls a second, as AWS's do, when a test says so."""

import json
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from sandbox.local_aws import root

from .conftest import ACCOUNT, OTHER_ACCOUNT

ONE_TRY, MANY_TRIES = "1", "10"


@pytest.fixture
def limit(aws):
    yield aws.limit
    aws.limit({})


@pytest.fixture
def client(aws, monkeypatch):
    """A function that makes a client of an account's root which tries a call so many times."""

    def make(service, tries, account=ACCOUNT):
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", tries)
        return aws.client(service, root(account))

    return make


@pytest.fixture
def put(client, names):
    """A function that puts a new parameter and says what became of it."""

    def once(tries=ONE_TRY, account=ACCOUNT):
        ssm = client("ssm", tries, account)
        return outcome(ssm.put_parameter, Name=f"/limits/{next(names)}", Value="1", Type="String")

    return once


def outcome(call, **request):
    try:
        call(**request)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return status, error.response["Error"]["Code"], error.response["Error"]["Message"]
    return 200


def mail(client, tries=ONE_TRY):
    ses = client("sesv2", tries)
    if not ses.list_email_identities()["EmailIdentities"]:
        ses.create_email_identity(EmailIdentity="example.com")
    content = {"Subject": {"Data": "subject"}, "Body": {"Text": {"Data": "text"}}}
    return outcome(
        ses.send_email,
        FromEmailAddress="model-approval@example.com",
        Destination={"ToAddresses": ["ada@example.com"]},
        Content={"Simple": content},
    )


def counted(aws):
    return {(one["account_id"], one["operation"]): (one["let_through"], one["refused"]) for one in aws.limited_calls()}


def test_parameter_store_refuses_writes_over_the_rate_and_nothing_else(aws, limit, put, client):
    limit({"ssm:PutParameter": 0.1})
    assert [put(), put()] == [200, (400, "ThrottlingException", "Rate exceeded")]
    client("ssm", ONE_TRY).get_parameters(Names=["/limits/any"])
    assert counted(aws) == {(ACCOUNT, "ssm:PutParameter"): (1, 1)}


def test_ses_refuses_mails_over_the_rate(aws, limit, client):
    limit({"ses:SendEmail": 0.1})
    refusal = (429, "TooManyRequestsException", "Maximum sending rate exceeded.")
    before = len(aws.mails())
    assert [mail(client), mail(client)] == [200, refusal]
    assert len(aws.mails()) == before + 1


def test_an_sdk_waits_and_tries_again_until_it_gets_through(aws, limit, put, client):
    limit({"ssm:PutParameter": 2, "ses:SendEmail": 2})
    assert [put(MANY_TRIES) for _ in range(4)] == [200] * 4
    assert [mail(client, MANY_TRIES) for _ in range(3)] == [200] * 3
    counts = counted(aws)
    assert [through for through, _ in counts.values()] == [4, 3]
    assert all(refused for _, refused in counts.values())


def test_each_account_has_a_rate_of_its_own(limit, put):
    limit({"ssm:PutParameter": 0.1})
    assert put() == 200
    assert put()[0] == 400
    assert put(account=OTHER_ACCOUNT) == 200


def test_new_rates_replace_the_former_ones_and_none_lift_them(aws, limit, put):
    limit({"ssm:PutParameter": 0.1})
    assert [put() == 200 for _ in range(2)] == [True, False]
    limit({"ses:SendEmail": 0.1})
    assert counted(aws) == {}
    assert [put() for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("rates", [{"sqs:SendMessage": 1}, {"ssm:PutParameter": 0}, {"ssm:PutParameter": "3"}, [], "x"])
def test_rates_that_make_no_sense_are_refused_and_change_nothing(aws, limit, put, rates):
    limit({"ssm:PutParameter": 0.1})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        aws.limit(rates)
    assert [put() == 200 for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example", "Content-Type": "application/json"}, 403),
        ({"Content-Type": "text/plain"}, 415),  # what another site's page can make a browser send
    ],
)
def test_other_sites_cannot_set_rates(aws, put, headers, status):
    body = json.dumps({"ssm:PutParameter": 0.1}).encode()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(f"{aws.endpoint}/_sandbox/limits", body, headers))
    assert refused.value.code == status
    assert [put() for _ in range(2)] == [200, 200]


def test_the_other_pages_take_no_changes(aws):
    with pytest.raises(urllib.error.HTTPError, match="405"):
        aws.get("/_sandbox/mails", b"{}")
