"""A zip writer whose output depends on the members and on nothing else.

Python's zipfile leaves the compressed bytes to the zlib it was built with, and zlib, zlib-ng and each of their versions
compress differently. Nothing is compressed here: a member is either stored as it is, or its deflated bytes are taken
over as they stand in a wheel, which its hash in the lock fixes. What remains are headers, all of them fixed: names in
order, 1980-01-01 (the first day a zip can name), modes 0644 and 0755, no extra fields.
Format: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 (directory) and 4.3.16 (its end).
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STORED, DEFLATED = 0, 8
_EPOCH = 1 << 16 | 1 << 21  # DOS date and time as one number: 1980-01-01 00:00
_UNIX = 3 << 8  # "made by": the host whose modes the directory carries
_VERSION = 20  # 2.0, enough for deflate
_UTF8_NAMES = 1 << 11
_REGULAR_FILE = 0o100000
_LOCAL_HEADER_SIZE = 30


class PackagingError(Exception):
    """The packages cannot be made; the message says what to do."""


@dataclass(frozen=True)
class Member:
    """One file of an archive: its bytes as they are written, and what a reader needs to get the content back."""

    name: str
    method: int
    data: bytes
    checksum: int
    size: int

    @classmethod
    def stored(cls, name: str, content: bytes) -> "Member":
        return cls(name, STORED, content, zlib.crc32(content), len(content))


def read_members(path: Path) -> list[Member]:
    """The files of a zip with their compressed bytes as they stand, so that no zlib has a say."""
    raw = path.read_bytes()
    members = []
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            if info.compress_type not in (STORED, DEFLATED):
                raise PackagingError(f"{path.name} compresses {info.filename} in a way Lambda cannot read.")
            # The local header repeats the name, with extra fields that may differ from the directory's.
            lengths = struct.unpack_from("<HH", raw, info.header_offset + _LOCAL_HEADER_SIZE - 4)
            start = info.header_offset + _LOCAL_HEADER_SIZE + sum(lengths)
            data = raw[start : start + info.compress_size]
            members.append(Member(info.filename, info.compress_type, data, info.CRC, info.file_size))
    return members


def archive_bytes(members: Iterable[Member]) -> bytes:
    """The zip of these members; the same members give the same bytes on every machine."""
    ordered = sorted(members, key=lambda member: member.name)
    body, directory = bytearray(), bytearray()
    previous = None
    for member in ordered:
        if member.name == previous:
            raise PackagingError(f"{member.name} comes from two sources. Remove one of them.")
        previous = member.name
        name = member.name.encode()
        mode = 0o755 if member.name.endswith(".so") else 0o644
        flags = 0 if member.name.isascii() else _UTF8_NAMES
        common = struct.pack(
            "<HHHIIIIHH",
            _VERSION,
            flags,
            member.method,
            _EPOCH,
            member.checksum,
            len(member.data),
            member.size,
            len(name),
            0,
        )
        attributes = (_REGULAR_FILE | mode) << 16
        directory += struct.pack("<4sH", b"PK\x01\x02", _UNIX | _VERSION) + common
        directory += struct.pack("<HHHII", 0, 0, 0, attributes, len(body)) + name
        body += b"PK\x03\x04" + common + name + member.data
    count = len(ordered)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)
