"""Who decides."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Person:
    """From the verified ID token: ``subject`` never changes, ``name`` is for people to read."""

    subject: str
    name: str
    issuer: str

    @property
    def key(self) -> str:
        """What tells this person from all others in a parameter's name, under whatever display name: 32 hex digits."""
        return hashlib.sha256(f"{self.issuer}\n{self.subject}".encode()).hexdigest()[:32]

    @property
    def source_identity(self) -> str:
        """For CloudTrail of the account that is entered: 2 to 64 letters, digits and ``=,.@-_`` (STS API reference).

        Guest names have other characters (``ann_example.com#EXT#@…``); those become dashes.
        """
        return re.sub(r"[^A-Za-z0-9_=,.@-]", "-", self.name)[:64].ljust(2, "-")

    def to_json(self) -> dict[str, Any]:
        return {"subject": self.subject, "name": self.name, "issuer": self.issuer}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(value["subject"], value["name"], value["issuer"])
