"""An approver at work: gets a mail, follows its link, signs in, reads the page, decides; and takes it back."""

import re
from urllib.parse import urljoin

from .browser import Browser, Page
from .errors import SandboxError
from .local_aws import LocalAws
from .mailbox import Mail, wait_for_mail
from .people import Person


class Approver:
    """A person with a mailbox and a browser of their own."""

    def __init__(self, aws: LocalAws, person: Person) -> None:
        self.person, self.browser, self._aws = person, Browser(), aws

    def mail(self, version: str, environment: str) -> Mail:
        """The mail that asks for this version, such as `churn version 3`, in this environment."""
        return wait_for_mail(self._aws, self.person.email, f"Approve {version} for {environment}?")

    def visit(self, link: str) -> Page:
        """Follow a link, signing in where the identity provider asks. Raises SandboxError if no page comes of it."""
        page = self.browser.open(link)
        if any("password" in form.fields for form in page.forms):
            page = self.browser.sign_in(page, self.person.username, self.person.password)
        if page.status != 200:
            raise SandboxError(f"{self.person.username} followed {link} and got {page.status} instead of a page.")
        return page

    def decide(self, page: Page, decision: str, comment: str) -> Page:
        """Press a button of the review page, `Approved` or `Rejected`, and then the one that confirms it.

        Returns the page that this ends with; an answer that asks for no confirmation is the end, too.
        """
        try:
            form = page.form_with("decision")
        except LookupError as error:
            raise SandboxError(f"{self.person.username} finds no decision to take at {page.url}.") from error
        return self._confirm(self.browser.submit(page, form, {"comment": comment}, ("decision", decision)), {})

    def revoke(self, page: Page, reason: str) -> Page:
        """From the review page of an approved version to the one that says what follows, and press its button."""
        link = re.search(r'href="([^"]+/revocation)"', page.text)
        if link is None:
            raise SandboxError(f"{self.person.username} finds nothing to take back at {page.url}.")
        return self._confirm(self.browser.open(urljoin(page.url, link[1])), {"reason": reason})

    def _confirm(self, page: Page, values: dict[str, str]) -> Page:
        """Press the button that names the environment, if the page has it."""
        for form in page.forms:
            for button in form.buttons:
                if button[0] == "confirmed":
                    return self.browser.submit(page, form, values, button)
        return page
