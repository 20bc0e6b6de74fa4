"""The functions' environment variables, parsed once. Terraform writes them (``main.tf`` of the module)."""

import json
import os
import zlib
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from model_approval.adapters.schedules import Plan
from model_approval.auth.settings import Settings as Oidc
from model_approval.domain.directions import Directions
from model_approval.domain.duties import Duties
from model_approval.domain.errors import InvalidRecord
from model_approval.domain.gates import Gates
from model_approval.domain.neighbours import Neighbours
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.promotion_path import PromotionPath

_COMPRESSED = "H4sI"
"""How gzip begins in base64, and JSON never: Terraform compresses long values where Lambda has no room for all."""
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Target:
    """An environment whose requests are written and decided in this stack; no role means this very environment."""

    region: str
    approvers: tuple[str, ...]
    approver_group: str
    required_approvals: int
    role_arn: str | None
    gates: Gates


@dataclass(frozen=True)
class Environment:
    """Any environment on the promotion path; without a region, it is in this function's, and so are all others."""

    account_id: str
    region: str | None
    approver_group: str


@dataclass(frozen=True)
class Common:
    """What every function knows."""

    environment: str
    path: PromotionPath
    names: ParameterNames
    targets: Mapping[str, Target]
    base_url: str
    dead_letter_queue_url: str
    mail_queue_url: str
    request_valid_days: int


@dataclass(frozen=True)
class Mail:
    sender: str
    configuration_set: str


@dataclass(frozen=True)
class Approval:
    """What the approval function knows besides."""

    registry_region: str
    registry_role_arn: str | None
    session_key_ids: tuple[str, ...]
    """The first one signs."""
    oidc: Oidc
    client_secret_parameter: str | None


@cache
def common() -> Common:
    return Common(
        environment=_text("ENVIRONMENT"),
        path=PromotionPath(tuple(_json("PROMOTION_PATH"))),
        names=ParameterNames(_text("PARAMETER_PREFIX")),
        targets={
            name: Target(
                t["region"],
                tuple(t["approvers"]),
                t["approver_group"],
                t["required_approvals"],
                t["role_arn"],
                _gates(name, t["gates"]),
            )
            for name, t in _json("TARGETS").items()
        },
        base_url=_text("BASE_URL"),
        dead_letter_queue_url=_text("DEAD_LETTER_QUEUE_URL"),
        mail_queue_url=_text("MAIL_QUEUE_URL"),
        request_valid_days=int(_text("REQUEST_VALID_DAYS")),
    )


@cache
def mail() -> Mail:
    value = _json("MAIL")
    return Mail(value["from"], value["configuration_set"])


@cache
def own_approvers() -> tuple[str, ...]:
    return tuple(_json("APPROVERS"))


@cache
def approval() -> Approval:
    registry, oidc = _json("REGISTRY"), _json("OIDC")
    return Approval(
        registry_region=registry["region"],
        registry_role_arn=registry["role_arn"],
        session_key_ids=tuple(_json("SESSION_KEY_IDS")),
        oidc=Oidc(
            issuer=oidc["issuer"],
            client_id=oidc["client_id"],
            groups_claim=oidc["groups_claim"],
            scopes=oidc["scopes"],
            discovery_url=oidc["discovery_url"],
            identity_claims=tuple(oidc["identity_claims"]),
        ),
        client_secret_parameter=oidc["client_secret_parameter"],
    )


@cache
def environments() -> Mapping[str, Environment]:
    """In the order of the promotion path."""
    value = _json("ENVIRONMENTS")
    return {
        name: Environment(value[name]["account_id"], value[name]["region"], value[name]["approver_group"])
        for name in common().path.names
    }


def reader_role_arn(environment: str) -> str:
    """The role that may read the records of another ``environment``."""
    account_id = environments()[environment].account_id
    return _text("READER_ROLE").format(account_id=account_id, environment=environment)


def external_id() -> str:
    return _text("EXTERNAL_ID")


@cache
def duties() -> Duties:
    value = _json("DUTIES")
    return Duties(value["prevent_self_approval"], value["one_environment_each"])


@cache
def directions() -> Directions:
    try:
        return Directions(_json("METRIC_DIRECTIONS"))
    except InvalidRecord as error:
        raise RuntimeError(f"METRIC_DIRECTIONS is not usable: {error}.") from error


def function_name() -> str:
    return _text("POWERTOOLS_SERVICE_NAME")


def evidence_bucket() -> str:
    return _text("EVIDENCE_BUCKET")


def intents_queue_url() -> str:
    return _text("INTENTS_QUEUE_URL")


def reverts_bypasses() -> bool:
    return _text("ON_BYPASS") == "revert"


@cache
def inference_events() -> frozenset[str]:
    """Which kinds of events the approvers are asked after: ``batch_transform``, ``pipeline_execution``, ``custom``."""
    return frozenset(_json("INFERENCE_EVENTS"))


@cache
def neighbours() -> Neighbours:
    every, own = environments(), _text("ENVIRONMENT")
    place = every[own].account_id, every[own].region
    return Neighbours(own, tuple(name for name, one in every.items() if (one.account_id, one.region) == place))


def reminders() -> Plan | None:
    value = _json("REMINDERS")
    return Plan(**value) if value else None


def _gates(environment: str, value: Any) -> Gates:
    try:
        return Gates.parse(value["rules"], value["on_failure"], value["break_glass_group"])
    except InvalidRecord as error:
        raise RuntimeError(f"The gates of {environment} are not usable: {error}.") from error


def _text(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"The environment variable {name} is not set; the Terraform module sets it.")
    return value


def _json(name: str) -> Any:
    text = _text(name)
    return json.loads(zlib.decompress(b64decode(text), wbits=_GZIP) if text.startswith(_COMPRESSED) else text)
