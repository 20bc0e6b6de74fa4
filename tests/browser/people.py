"""People who are not in every sandbox."""

from sandbox.people import Person

VERA = Person("vera", "Vera", ("ml-approvers-dev", "ml-approvers-test"))
"""May approve for two environments, and gets no mails."""
