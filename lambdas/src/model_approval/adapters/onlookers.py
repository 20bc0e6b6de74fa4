"""For who only looks: whatever can be read in any account, and a clear word about what cannot."""

from collections.abc import Callable

from model_approval.adapters.accounts import CrossAccount, ReadOnly, granted
from model_approval.adapters.registry import ModelRegistry
from model_approval.domain.person import Person

_WHOSE = "The model registry"


class OpenRegistry:
    """SageMaker behind the steps' ``Listing``, entered at the first call. Raises NoAccess where AWS refuses."""

    def __init__(self, enter: Callable[[], ModelRegistry]) -> None:
        self._enter = enter

    def latest(self, group: str) -> int:
        with granted(_WHOSE):
            return self._enter().latest(group)

    def groups(self, containing: str, most: int, token: str | None = None) -> tuple[list[str], str | None]:
        with granted(_WHOSE):
            return self._enter().groups(containing, most, token)


class Onlookers:
    """The steps' ``Onlookers``, with the sessions that ``accounts`` has."""

    def __init__(self, accounts: CrossAccount) -> None:
        self._accounts = accounts

    def records(self, environment: str, on_behalf_of: Person) -> ReadOnly:
        return self._accounts.records(environment, on_behalf_of)

    def registry(self, on_behalf_of: Person) -> OpenRegistry:
        return OpenRegistry(lambda: self._accounts.registry(on_behalf_of))
