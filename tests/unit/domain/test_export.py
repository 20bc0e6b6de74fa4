"""The history as data: every record a row, which a spreadsheet shows and never runs."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model_approval.domain import export
from model_approval.domain.history import Entry, History, Version
from model_approval.domain.model_version import VersionId
from model_approval.domain.person import Person
from model_approval.domain.standing import Standing
from model_approval.domain.text import plain
from tests.unit.examples import ANN, BEN, NAMES, NOON, arn, decision, hostile_text, request, revocation, vote

RUNS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def history(*entries: Entry, failures: dict[str, str] | None = None) -> History:
    versions = (Version(VersionId("abalone", 2), entries),) if entries else ()
    return History("abalone", versions, None, {}, {}, failures or {})


def parsed(history: History) -> list[dict[str, str]]:
    text = export.to_csv(export.rows(history, NAMES))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


FULL = history(
    Entry("dev", request(author="dana@example.com"), Standing(decision(votes=(vote().ballot,)), revocation())),
    Entry("test", request("test"), Standing()),
)


def test_every_record_is_a_row_in_the_order_of_promotion() -> None:
    told = [(row["environment"], row["event"], row["by"], row["subject"], row["comment"]) for row in parsed(FULL)]
    assert told == [
        ("dev", "requested", "dana@example.com", "", ""),
        ("dev", "approved", ANN.name, ANN.subject, "good"),
        ("dev", "revoked", BEN.name, BEN.subject, "drifts"),
        ("test", "requested", "pipeline/1", "", ""),
    ]


def test_a_row_says_what_it_is_about_and_where_its_record_stands() -> None:
    row = parsed(FULL)[1]
    assert row["record"] == NAMES.decision("dev", VersionId("abalone", 2))
    assert json.loads(row["metrics"]) == {"auc": 0.98}
    assert json.loads(row["votes"]) == [{"name": ANN.name, "status": "Approved"}]
    assert (row["group"], row["version"], row["at"], row["issuer"]) == ("abalone", "2", NOON, ANN.issuer)
    assert row["model_package_arn"] == arn(2)


def test_what_was_approved_although_a_gate_blocks_it_says_so() -> None:
    made = decision(overridden=("auc >= 0.99", "no constraint violations"))
    requested, decided = parsed(history(Entry("dev", request(), Standing(made))))
    assert json.loads(decided["overridden"]) == ["auc >= 0.99", "no constraint violations"]
    assert requested["overridden"] == ""
    assert {row["overridden"] for row in parsed(FULL)} == {""}


def test_both_forms_tell_the_same() -> None:
    rows = export.rows(FULL, NAMES)
    value = json.loads(export.to_json(FULL, rows, "/older"))
    assert (value["schema"], value["group"], value["next"]) == (1, "abalone", "/older")
    assert value["events"] == rows
    assert [row["event"] for row in value["events"]] == [row["event"] for row in parsed(FULL)]


def test_what_could_not_be_read_is_a_row_and_no_gap() -> None:
    (row,) = parsed(history(failures={"prod": "no access with role x"}))
    assert (row["environment"], row["event"], row["version"]) == ("prod", "unreadable", "")
    assert "could not be read" in row["comment"]
    assert "role" not in row["comment"]
    (registry,) = parsed(replace(history(), registry_failure="no"))
    assert "the newest versions may be missing" in registry["comment"]


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\u202e=1"]
)
def test_no_cell_begins_like_a_formula(start: str) -> None:
    made = decision(comment=start, decided_by=Person(start, start, start))
    for row in parsed(history(Entry("dev", request(author=start), Standing(made, revocation(reason=start))))):
        for cell in row.values():
            assert not cell.startswith(RUNS)
    assert parsed(history(Entry("dev", None, Standing(made))))[0]["comment"].startswith("'")


@given(hostile_text)
def test_whatever_people_write_the_table_keeps_its_shape_and_their_words(word: str) -> None:
    made = decision(comment=word, decided_by=Person("s", word, "i"))
    found = history(Entry("dev", request(author=word, metrics={word: 0.5}), Standing(made, revocation(reason=word))))
    rows = parsed(found)
    assert [row["event"] for row in rows] == ["requested", "approved", "revoked"]
    assert all(None not in row and None not in row.values() for row in rows)
    for cell in (rows[1]["comment"], rows[1]["by"], rows[2]["comment"]):
        assert cell.replace("'", "") == plain(word).replace("'", "")
        assert not cell.startswith(RUNS)
    assert json.loads(rows[0]["metrics"]) == {word: 0.5}


formulas = st.lists(
    st.sampled_from([";", '"', "'", ",", "\n", "\r", "\t", " ", "=", "@", "\uff0b", "-", "1"]), max_size=12
)


@pytest.mark.parametrize("kind", ["comment", "name", "metric"])
@given(word=formulas.map("".join))
@example(word="fine;=1+1")
@example(word='a;"=1+1;')
@example(word="a\n@SUM(1)")
def test_nor_does_one_where_semicolons_part_the_cells(kind: str, word: str) -> None:
    """As spreadsheets open a file by a double click in much of Europe. Quotes are text there, or mean nothing."""
    comment, name, metric = (word if kind == one else "x" for one in ("comment", "name", "metric"))
    made = decision(comment=comment, decided_by=Person("s", name, "i"), metrics={metric: 0.5})
    text = export.to_csv(export.rows(history(Entry("dev", None, Standing(made))), NAMES))
    for cell in re.split("[;\r\n]", text):
        assert not cell.lstrip().startswith(RUNS)
        assert not cell.replace('"', "").lstrip().startswith(RUNS)


@given(hostile_text)
def test_json_gives_back_exactly_what_was_recorded(word: str) -> None:
    found = history(Entry("dev", None, Standing(decision(comment=word))))
    text = export.to_json(found, export.rows(found, NAMES), None)
    assert json.loads(text.encode())["events"][0]["comment"] == word
