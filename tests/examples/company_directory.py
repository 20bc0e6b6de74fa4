"""A company's directory, as somebody meets it who signs in there by SAML: it vouches for whoever it is told to.

Nobody runs it: the browser's requests end where it would be reached, and its answers are posted from here. They carry
no signature, because the emulated Cognito looks at none.
"""

import base64
from collections.abc import Sequence
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.sax.saxutils import escape, quoteattr

from sandbox.browser import Browser, Form, Page

GROUPS = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"
MAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
NAME = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"

SIGN_IN = "https://directory.example.com/saml"
METADATA = f"""<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:example:directory">
<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{SIGN_IN}"/>
</IDPSSODescriptor></EntityDescriptor>"""

_RESPONSE = """<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol">
<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Subject><NameID>{person}</NameID></Subject>
<AttributeStatement>{attributes}</AttributeStatement></Assertion></Response>"""


def sign_in(browser: Browser, url: str, endpoint: str, person: str, groups: Sequence[str], follow: bool = True) -> Page:
    """Open an address that sends people to the directory, and be signed in there. Returns the page that this ends with;
    with ``follow=False``, Cognito's answer. ``endpoint`` is the emulated Cognito's."""
    page = browser.open(url, follow=False)
    while not (where := urljoin(page.url, page.headers["location"])).startswith(SIGN_IN):
        page = browser.open(where, follow=False)
    [state] = parse_qs(urlsplit(where).query)["RelayState"]
    fields = {"SAMLResponse": _response(person, groups), "RelayState": state}
    return browser.submit(page, Form(f"{endpoint}/saml2/idpresponse", "POST", fields), {}, follow=follow)


def _response(person: str, groups: Sequence[str]) -> str:
    """Who is in no group has no attribute for groups, as with Entra ID."""
    sent = {NAME: [person.title()], MAIL: [f"{person}@example.com"], GROUPS: groups}
    attributes = "".join(_attribute(name, values) for name, values in sent.items() if values)
    return base64.b64encode(_RESPONSE.format(person=escape(person), attributes=attributes).encode()).decode()


def _attribute(name: str, values: Sequence[str]) -> str:
    inner = "".join(f"<AttributeValue>{escape(value)}</AttributeValue>" for value in values)
    return f"<Attribute Name={quoteattr(name)}>{inner}</Attribute>"
