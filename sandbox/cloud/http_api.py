"""HTTP APIs as browsers meet them."""

import functools
import re
from typing import Any

from ministack.core import responses
from ministack.services import apigateway

_HOST = re.compile(r"([a-z0-9]+)\.execute-api\.")


def install() -> None:
    """Hook into MiniStack's API Gateway, which leaves cookies among the headers; AWS makes a list of them.

    Source: "Payload format version 2.0" of AWS Lambda integrations for HTTP APIs.
    """
    run = apigateway.run_reentrant

    @functools.wraps(run)
    def run_with_cookies(function: Any, *arguments: Any, **options: Any) -> Any:
        event = arguments[-1] if arguments else None
        if isinstance(event, dict) and event.get("version") == "2.0" and "cookie" in event["headers"]:
            event["cookies"] = event["headers"].pop("cookie").split("; ")
        return run(function, *arguments, **options)

    apigateway.run_reentrant = run_with_cookies


def serve_as_owner(host: str) -> None:
    """A browser signs nothing, and MiniStack looks for an HTTP API only in the account of the request."""
    api = _HOST.match(host)
    for (account, region, known), _api in apigateway._apis.all_items() if api else ():
        if api and known == api[1]:
            responses.set_request_account_id(account)
            responses.set_request_region(region)
