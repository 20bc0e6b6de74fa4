"""A group's history, on a page and as data, and two of its versions beside each other: for whoever is signed in."""

import csv
import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from model_approval.domain.status import ApprovalStatus
from model_approval.handlers import wiring
from tests.unit.examples import BEN
from tests.unit.handlers.answers import Answer
from tests.unit.handlers.stack import Stack
from tests.unit.handlers.test_reading import check_headers
from tests.unit.steps.atlas import Atlas

PATHS = ["/groups/abalone", "/groups/abalone/compare", "/groups/abalone/history.csv", "/groups/abalone/history.json"]


@pytest.fixture
def atlas(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    atlas = Atlas({"abalone": 120, "demand": 0})
    for step in ("read_history", "read_comparison"):
        monkeypatch.setattr(wiring, step, lambda step=step: getattr(atlas, step))
    atlas.answer("dev", 118)
    atlas.answer("test", 118, decided_by=BEN)
    atlas.answer("prod", 110, comment="steady")
    atlas.answer("dev", 119, status=ApprovalStatus.REJECTED, comment="drops\nsharply")
    atlas.ask("dev", 120, metrics={"auc": 0.9})
    return atlas


def get(stack: Stack, path: str, query: str = "", groups: tuple[str, ...] = ("dev-approvers",)) -> Answer:
    answer = stack.get(path, stack.session(groups=groups), query=query)
    check_headers(answer.headers)
    return answer


def links(answer: Answer) -> set[str]:
    return {link["href"] for link in answer.page.all("a")}


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_signs_in_first_and_learns_nothing(stack: Stack, atlas: Atlas, path: str) -> None:
    answer = stack.get(path)
    assert (answer.status, answer.body, atlas.calls) == (303, "", [])


@pytest.mark.parametrize(
    ("path", "query", "back"),
    [
        ("/groups/abalone", "before=7&x=y", "/groups/abalone?before=7"),
        ("/groups/abalone", "before=x", "/groups/abalone"),
        ("/groups/abalone/compare", "a=5&b=3", "/groups/abalone/compare?a=5&b=3"),
        ("/groups/abalone/compare", "a=5", "/groups/abalone"),
        ("/groups/abalone/history.csv", "before=51", "/groups/abalone/history.csv?before=51"),
    ],
)
@pytest.mark.usefixtures("atlas")
def test_and_comes_back_to_the_same_address(stack: Stack, path: str, query: str, back: str) -> None:
    answer = stack.get(path, query=query)
    state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
    stack.oidc.claims = {"sub": "1", "iss": "i", "groups": []}
    arrived = stack.get("/auth/callback", *[c.split(";")[0] for c in answer.cookies], query=f"state={state}&code=c")
    assert arrived.headers["Location"] == back


@pytest.mark.usefixtures("atlas")
def test_the_page_tells_what_runs_and_the_newest_versions(stack: Stack) -> None:
    answer = get(stack, "/groups/abalone")
    assert answer.status == 200
    assert "dev version 118 since" in answer.said
    assert "drops sharply" in answer.said
    assert "Versions 111 to 117: nothing was asked." in answer.said
    assert "/groups/abalone?before=111" in links(answer)
    older = get(stack, "/groups/abalone", "before=111")
    assert "steady" in older.said
    assert {"/groups/abalone", "/groups/abalone?before=101"} <= links(older)


@pytest.mark.usefixtures("atlas")
def test_only_who_may_revoke_here_is_led_there(stack: Stack) -> None:
    dev, test = (f"/requests/{name}/abalone/118/revocation" for name in ("dev", "test"))

    def revocations(*groups: str) -> set[str]:
        return {link for link in links(get(stack, "/groups/abalone", groups=groups)) if "revocation" in link}

    assert revocations("dev-approvers") == {dev}
    assert revocations("dev-approvers", "test-approvers") == {dev, test}
    assert revocations("prod-approvers") == set()


def test_what_is_decided_elsewhere_leads_there_if_the_address_is_known(stack: Stack, atlas: Atlas) -> None:
    prod = "/requests/prod/abalone/110"
    assert not [link for link in links(get(stack, "/groups/abalone")) if link.endswith(prod)]
    atlas.tell_address("test", json.dumps({"schema": 1, "api_url": "https://test.example.com"}))
    assert f"https://test.example.com{prod}" in links(get(stack, "/groups/abalone"))


@pytest.mark.parametrize("path", [PATHS[0], *PATHS[2:]])
@pytest.mark.usefixtures("atlas")
def test_a_group_that_nobody_knows_is_a_sentence(stack: Stack, path: str) -> None:
    answer = get(stack, path.replace("abalone", "churn"))
    assert (answer.status, "There is no model package group churn" in answer.said) == (404, True)


@pytest.mark.usefixtures("atlas")
def test_a_group_without_versions_says_what_comes_next(stack: Stack) -> None:
    answer = get(stack, "/groups/demand")
    assert (answer.status, "This group has no version yet." in answer.said) == (200, True)


@pytest.mark.parametrize(
    "name", ["", "-x", "x-", "a.b", "a_b", "a" * 64, "%2e%2e", "a b", "<script>", "abalone/", "a%0a"]
)
@pytest.mark.parametrize("rest", ["", "/compare", "/history.csv", "/history.json"])
def test_no_group_has_such_a_name(stack: Stack, atlas: Atlas, name: str, rest: str) -> None:
    assert get(stack, f"/groups/{name}{rest}").status == 404
    assert atlas.calls == []


@pytest.mark.usefixtures("atlas")
def test_two_versions_stand_beside_each_other(stack: Stack) -> None:
    answer = get(stack, "/groups/abalone/compare", "a=120&b=118")
    assert answer.status == 200
    assert answer.page.text("h1") == "abalone: version 120 beside version 118"
    assert "auc 0.90 0.98 \u22120.08" in answer.said
    assert "Nothing is recorded about version 7" in get(stack, "/groups/abalone/compare", "a=120&b=7").said


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Give the numbers of two versions"),
        ("a=5", "Give the numbers of two versions"),
        ("a=5&b=x", "Give the numbers of two versions"),
        ("a=0&b=5", "Give the numbers of two versions"),
        ("a=-1&b=5", "Give the numbers of two versions"),
        ("a=05&b=5", "Give the numbers of two versions"),
        ("a=٣&b=5", "Give the numbers of two versions"),
        ("a=1000000000&b=5", "Give the numbers of two versions"),
        ("a=<b>&b=\u202e", "Give the numbers of two versions"),
        ("a=5&b=5", "Both are version 5."),
    ],
)
def test_what_are_no_two_versions_is_explained_beside_the_form(
    stack: Stack, atlas: Atlas, query: str, sentence: str
) -> None:
    answer = get(stack, "/groups/abalone/compare", query)
    assert (answer.status, sentence in answer.said) == (400, True)
    assert [field["name"] for field in answer.page.all("input")] == ["a", "b"]
    assert atlas.calls == []


@pytest.mark.usefixtures("atlas")
def test_the_history_is_a_table_to_keep(stack: Stack) -> None:
    answer = get(stack, "/groups/abalone/history.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="abalone-history.csv"'
    assert answer.headers["Link"] == '</groups/abalone/history.csv?before=71>; rel="next"'
    rows = list(csv.DictReader(io.StringIO(answer.body, newline="")))
    assert [(row["version"], row["environment"], row["event"]) for row in rows][:3] == [
        ("120", "dev", "requested"),
        ("119", "dev", "requested"),
        ("119", "dev", "rejected"),
    ]
    assert rows[2]["comment"] == "drops\nsharply"


@pytest.mark.usefixtures("atlas")
def test_the_same_for_programs_page_by_page_to_the_end(stack: Stack) -> None:
    events, path, query = [], "/groups/abalone/history.json", ""
    while True:
        answer = get(stack, path, query)
        assert answer.headers["Content-Type"] == "application/json"
        value = json.loads(answer.body)
        events += [(event["version"], event["event"]) for event in value["events"]]
        if value["next"] is None:
            break
        assert answer.headers["Link"] == f'<{value["next"]}>; rel="next"'
        path, query = value["next"].split("?")
    assert "Link" not in answer.headers
    assert answer.headers["Content-Disposition"] == 'attachment; filename="abalone-history-before-21.json"'
    assert len(events) == 9
    assert events[-1] == (110, "approved")


@pytest.mark.parametrize("before", ["x", "0", "1", "-5", "1e3", "٣", "9999999999", "5,6"])
@pytest.mark.usefixtures("atlas")
def test_a_page_that_begins_nowhere_begins_at_the_newest(stack: Stack, before: str) -> None:
    assert "Version 120" in get(stack, "/groups/abalone", f"before={before}").said
    assert "before" not in get(stack, "/groups/abalone/history.csv", f"before={before}").headers["Content-Disposition"]


def test_an_account_that_cannot_be_read_is_told_everywhere(stack: Stack, atlas: Atlas) -> None:
    atlas.closed = {"prod"}
    assert "The records of prod cannot be read from here" in get(stack, "/groups/abalone").said
    assert "The records of prod cannot be read from here" in get(stack, "/groups/abalone/compare", "a=120&b=118").said
    assert "prod,abalone,,unreadable" in get(stack, "/groups/abalone/history.csv").body


@pytest.mark.parametrize("path", ["/groups/abalone/historyXcsv", "/groups/abalone/history.xml", "/groups", "/groups/"])
@pytest.mark.usefixtures("atlas")
def test_at_other_addresses_there_is_nothing(stack: Stack, path: str) -> None:
    assert get(stack, path).status == 404


def test_looking_never_writes(stack: Stack, atlas: Atlas) -> None:
    for path in PATHS:
        get(stack, path, "a=120&b=118")
    assert atlas.journal.writes() == []
