"""What becomes of a mail after it was sent: mails to Amazon SES's mailbox simulator bounce or are complained about, a
suppression list keeps who did, and CloudWatch counts it all. MiniStack's SESv2 delivers everything and counts nothing.

Source: SES developer guide, "Using the mailbox simulator", "Set up a CloudWatch event destination" and "Using the
account-level suppression list"; `Suppressed…` in the reference of the SES API v2. Only what has a configuration set is
counted.
"""

import functools
import re
import time
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote

from ministack.core.responses import AccountRegionScopedDict, json_response
from ministack.services import cloudwatch, ses_v2

from .resources import as_object

_LIST = re.compile(r"/v2/email/suppression/addresses(?:/([^/]+))?/?")
_SIMULATOR = "simulator.amazonses.com"
# What the simulator's mailboxes do; any other takes the mail.
_SIMULATED = {"bounce": ["BOUNCE"], "complaint": ["DELIVERY", "COMPLAINT"], "suppressionlist": ["BOUNCE"]}
_REASONS = ("BOUNCE", "COMPLAINT")
_suppressed: AccountRegionScopedDict = AccountRegionScopedDict()
"""By address: `EmailAddress`, `Reason` and `LastUpdateTime`."""


def install() -> None:
    """Hook into MiniStack's SES."""
    handle = ses_v2.handle_request

    @functools.wraps(handle)
    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        if found := _LIST.fullmatch(path):
            return _suppression(method, found[1] and unquote(found[1]), as_object(body), query)
        status, kind, answer = await handle(method, path, headers, body, query)
        request = as_object(body)
        if method == "POST" and path == "/v2/email/outbound-emails" and status == 200:
            for recipients in request.get("Destination", {}).values():
                for recipient in recipients:
                    _follow(request.get("ConfigurationSetName", ""), parseaddr(recipient)[1])
        return status, kind, answer

    ses_v2.handle_request = handle_request


def _follow(name: str, address: str) -> None:
    """Count what a mail with this configuration set becomes."""
    configuration_set = ses_v2._config_sets.get(name)
    if configuration_set is None:
        return
    reasons = configuration_set.get("SuppressionOptions", {}).get("SuppressedReasons", [])
    known = _suppressed.get(address.lower())
    local, _, domain = address.lower().partition("@")
    if known and known["Reason"] in reasons:
        events = [known["Reason"]]  # nothing is sent, and the same is reported again
    else:
        events = _SIMULATED.get(local.partition("+")[0], ["DELIVERY"]) if domain == _SIMULATOR else ["DELIVERY"]
        for reason in (event for event in events if event in reasons and local != "suppressionlist"):
            _suppress(address, reason)
    for destination in configuration_set.get("EventDestinations", {}).values():
        for event in ("SEND", *events):
            _count(name, destination, event)
    cloudwatch._evaluate_all_alarms()


def _count(name: str, destination: dict[str, Any], event: str) -> None:
    dimensions = destination.get("CloudWatchDestination", {}).get("DimensionConfigurations", [])
    if dimensions and destination.get("Enabled") and event in destination.get("MatchingEventTypes", []):
        values = {one["DimensionName"]: one["DefaultDimensionValue"] for one in dimensions}
        if "ses:configuration-set" in values:  # which SES tags every mail with
            values["ses:configuration-set"] = name
        cloudwatch.record_metric("AWS/SES", event.capitalize(), 1, "Count", values)


def _suppress(address: str, reason: str) -> None:
    _suppressed[address.lower()] = {"EmailAddress": address, "Reason": reason, "LastUpdateTime": int(time.time())}


def _suppression(method: str, address: str | None, request: dict[str, Any], query: Any) -> Any:
    """The operations on the list, which the caller was allowed before."""
    if method == "PUT" and address is None:
        if request.get("Reason") not in _REASONS:
            return ses_v2._json_err("BadRequestException", "Reason must be BOUNCE or COMPLAINT.")
        _suppress(request.get("EmailAddress", ""), request["Reason"])
        return json_response({})
    if method == "GET" and address is None:
        asked = query.get("Reason", [])
        wanted = asked if isinstance(asked, list) else [asked]
        found = [one for one in _suppressed.values() if not wanted or one["Reason"] in wanted]
        return json_response({"SuppressedDestinationSummaries": found})
    known = _suppressed.get((address or "").lower())
    if known is None or method not in ("GET", "DELETE"):
        message = f"Email address {address} does not exist on your suppression list."
        return ses_v2._json_err("NotFoundException", message, 404)
    if method == "DELETE":
        del _suppressed[str(address).lower()]
        return json_response({})
    return json_response({"SuppressedDestination": known})
