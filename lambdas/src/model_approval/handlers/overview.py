"""What the board and a group's pages share: whoever is signed in may look, and nothing is changed."""

from collections.abc import Mapping

from model_approval.auth.session import Session
from model_approval.domain.desks import Desk, desks
from model_approval.handlers import settings
from model_approval.handlers.log import logger


def desks_for(session: Session, stacks: Mapping[str, str]) -> tuple[Desk, ...]:
    """Who decides where, as the person of the ``session`` sees it. ``stacks`` are the addresses of others' pages."""
    common = settings.common()
    groups = {name: environment.approver_group for name, environment in settings.environments().items()}
    mine = session.identity.groups
    return desks(common.path, groups, here=common.targets, stacks=stacks, mine=mine)


def tell(failures: Mapping[str, str | None]) -> None:
    """For the log: what could not be read and why. ``failures`` is by environment; what is None did not fail."""
    for name, failure in failures.items():
        if failure is not None:
            logger.warning("not readable", part=name, reason=failure)
