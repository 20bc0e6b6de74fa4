"""The zip writer: what it writes, any reader reads; what it is given in another order or place, it writes alike."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.packaging.archive import Member, PackagingError, archive_bytes, read_members

names = st.from_regex(r"[a-zé][a-zé/_]{0,30}\.(py|so)", fullmatch=True)
contents = st.dictionaries(names, st.binary(max_size=500), max_size=10)


@given(contents)
def test_a_reader_finds_the_contents_unharmed(files: dict[str, bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(archive_bytes(Member.stored(*file) for file in files.items())))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == files


@given(contents, st.randoms())
def test_the_order_of_the_members_does_not_matter(files: dict[str, bytes], chance: random.Random) -> None:
    members = [Member.stored(*file) for file in files.items()]
    before = archive_bytes(members)
    chance.shuffle(members)
    assert archive_bytes(members) == before


def test_deflated_members_are_taken_over_as_they_are(tmp_path: Path) -> None:
    text = b"approved " * 500
    for level in (1, 9):
        with zipfile.ZipFile(tmp_path / "any.whl", "w", zipfile.ZIP_DEFLATED, compresslevel=level) as wheel:
            wheel.mkdir("folder")
            wheel.writestr("folder/some.py", text)
            deflated = wheel.getinfo("folder/some.py").compress_size
        (member,) = read_members(tmp_path / "any.whl")
        copy = zipfile.ZipFile(io.BytesIO(archive_bytes([member])))
        assert copy.read("folder/some.py") == text
        assert copy.getinfo("folder/some.py").compress_size == deflated < len(text)


def test_other_compressions_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "any.whl", "w", zipfile.ZIP_LZMA) as wheel:
        wheel.writestr("some.py", b"")
    with pytest.raises(PackagingError, match=r"any\.whl compresses some\.py in a way"):
        read_members(tmp_path / "any.whl")


def test_one_name_has_one_content() -> None:
    with pytest.raises(PackagingError, match="two sources"):
        archive_bytes([Member.stored("some.py", b"1"), Member.stored("some.py", b"2")])
