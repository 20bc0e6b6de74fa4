"""Read two versions of a group, to see them beside each other."""

from model_approval.domain.comparison import Comparison
from model_approval.domain.model_version import VersionId
from model_approval.domain.parameters import ParameterNames
from model_approval.domain.person import Person
from model_approval.domain.promotion_path import PromotionPath
from model_approval.steps.ports import Readers
from model_approval.steps.read_versions import ReadVersions


class ReadComparison:
    """Two calls an environment."""

    def __init__(self, *, path: PromotionPath, names: ParameterNames, accounts: Readers) -> None:
        self._read_versions = ReadVersions(path=path, names=names, accounts=accounts)

    def __call__(self, one: VersionId, other: VersionId, reader: Person) -> Comparison:
        """Both must be versions of the same group, and not the same."""
        found = self._read_versions([one, other], reader)
        first, second = found.versions
        return Comparison(first, second, found.failures)
