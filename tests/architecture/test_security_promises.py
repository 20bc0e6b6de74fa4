"""docs/security.md promises nothing that no test keeps: each promise names tests, and they exist."""

from pathlib import Path

import pytest

from tests.architecture.promises import ASVS, ROOT, SECURITY, named_folders, named_tests, promises, trouble

PROMISES = 18
"""Those of issue 7, `Prove the security promises`."""


def test_every_promise_is_written_down_once_in_order() -> None:
    assert [number for number, _ in promises(SECURITY.read_text())] == list(range(1, PROMISES + 1))


def test_every_promise_says_what_it_is_and_names_tests_of_its_own() -> None:
    for number, text in promises(SECURITY.read_text()):
        named = named_tests(text)
        assert text.split("\n- ", 1)[0].strip().endswith("."), f"promise {number} says nothing"
        assert named, f"promise {number} names no test"
        assert len(named) == len(set(named)), f"promise {number} names a test twice"


@pytest.mark.parametrize("document", [SECURITY, ASVS], ids=lambda path: path.name)
def test_every_test_that_is_named_exists_and_runs(document: Path) -> None:
    text = document.read_text()
    assert [found for name in named_tests(text) if (found := trouble(name))] == []
    assert [name for name in named_folders(text) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def test_it() -> None: ...", None),
        ("@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.skip)])\ndef test_it(x): ...", None),
        ("def test_its() -> None: ...", "no such test"),
        ("def outer():\n    def test_it(): ...", "no such test"),
        ("@pytest.mark.skip\ndef test_it() -> None: ...", "skipped"),
        ("@pytest.mark.skipif(True, reason='')\ndef test_it() -> None: ...", "skipped"),
        ("@pytest.mark.xfail(strict=True)\ndef test_it() -> None: ...", "skipped"),
        ("pytestmark = [pytest.mark.skip]\ndef test_it() -> None: ...", "skipped"),
    ],
    ids=str,
)
def test_a_test_that_keeps_nothing_is_noticed(source: str, said: str | None, tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(source)
    found = trouble("test_one.py::test_it", tmp_path)
    assert found is None if said is None else said in str(found)


def test_files_that_pytest_does_not_run_keep_nothing(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("def test_it() -> None: ...")
    (tmp_path / "one.tftest.hcl").write_text('run "a_run" {\n}\n')
    assert "does not look" in str(trouble("one.py::test_it", tmp_path))
    assert "no such file" in str(trouble("test_none.py::test_it", tmp_path))
    assert trouble("one.tftest.hcl::a_run", tmp_path) is None
    assert "no such run" in str(trouble("one.tftest.hcl::another", tmp_path))
