"""HTTP APIs as browsers meet them."""

import functools
import re
from typing import Any

from ministack.core import responses
from ministack.services import apigateway, apigateway_v1

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
    name = host.partition(":")[0].lower()
    domains = [entry for entry in apigateway_v1._domain_names.all_items() if entry[0][2].lower() == name]
    for (account, region, _id), _ in domains or _addressed(host):
        responses.set_request_account_id(account)
        responses.set_request_region(region)


def is_off(host: str) -> bool:
    """Whether this is the address that API Gateway gave an API which answers at a domain name of its own alone."""
    return any(api.get("disableExecuteApiEndpoint") for _, api in _addressed(host))


def _addressed(host: str) -> list[Any]:
    """The API whose address this is, with its account, region and id; none for any other host."""
    address = _HOST.match(host)
    return [entry for entry in apigateway._apis.all_items() if address and entry[0][2] == address[1]]
