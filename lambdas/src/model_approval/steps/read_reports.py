"""Read the reports that something points at, and those that lie beside an output. What is wrong with one is a note."""

from collections.abc import Callable

from model_approval.domain.errors import NoAccess, NotFound
from model_approval.domain.merged_evidence import Found
from model_approval.domain.reports import read_report
from model_approval.domain.runs import Folder, Named
from model_approval.steps.ports import Reports

MOST_REPORTS, MOST_FOLDERS = 20, 20
"""Calls of each kind, for one request."""
ANY = "evaluation report"
"""The kind of a report of which nobody says what it is."""
KNOWN = {
    "evaluation.json": ANY,
    "metrics.json": ANY,
    "constraint_violations.json": "constraint violations",
    "statistics.json": "data quality statistics",
    "constraints.json": "data quality constraints",
}
"""Files as SageMaker's examples and Model Monitor name them, the most important first, and what they are if they cannot
be read."""
REFUSALS = (NotFound, NoAccess, ValueError)
_REPORT = (".json", ".json.gz")
"""Not ".json.out", which is how batch transform names its output for an input ".json"."""


class ReadReports:
    """For one request: each report once. ``is_late`` tells when nothing more may begin."""

    def __init__(self, reports: Reports, is_late: Callable[[], bool]) -> None:
        self._reports, self._is_late = reports, is_late
        self._found: list[Found] = []
        self._seen: dict[str, bool] = {}
        self._folders: dict[str, Folder | None] = {}
        self._reads = 0
        self._unread: list[str] = []

    def __call__(self, report: Named) -> None:
        if report.uri in self._seen:
            return
        if not self._may_read():
            self._seen[report.uri] = False
            self._unread.append(report.uri)
            return
        try:
            self._read(report)
        except REFUSALS as error:
            self._found.append(Found(_kind(report), report.uri, note=_about(report.uri, error)))

    def beside(self, output: str) -> None:
        """Every JSON file in a folder that is no output itself."""
        folder = self.folder(output)
        if folder is None:
            return
        files = [one.uri for one in folder.objects if one.uri.lower().endswith(_REPORT)]
        for uri in sorted(files, key=_importance):
            self(Named(ANY, uri))
        if not folder.is_complete:
            self._guess(output)
            first = f"the first {len(folder.objects):,} objects in it"
            self._found.append(Found(ANY, output, note=f"Only {first}, and usual names, were looked at."))

    def folder(self, uri: str) -> Folder | None:
        """What is in it, listed once. None if that cannot be known, which is noted; then reports with well-known names
        are looked for."""
        if uri in self._folders:
            return self._folders[uri]
        self._folders[uri] = None
        if self._is_late() or len(self._folders) > MOST_FOLDERS:
            self._unread.append(uri)
            return None
        try:
            self._folders[uri] = self._reports.below(uri)
        except REFUSALS as error:
            there = self._guess(uri)
            tried = f"only {', '.join(there)} was found by name" if there else "and nothing was found by usual names"
            self._found.append(Found(ANY, uri, note=f"It could not be listed, {tried}: {_about(uri, error)}"))
        return self._folders[uri]

    def is_late(self) -> bool:
        return self._is_late()

    def found(self) -> list[Found]:
        if not self._unread:
            return self._found
        why = "there was no time" if self._is_late() else f"{MOST_REPORTS} reports are read at most"
        left = f"{len(self._unread)} addresses, of which this is the first, were not looked at: {why}."
        return [*self._found, Found(ANY, self._unread[0], note=left)]

    def _may_read(self) -> bool:
        return self._reads < MOST_REPORTS and not self._is_late()

    def _read(self, report: Named) -> None:
        """Raises what the port does; then nothing is found."""
        self._seen[report.uri] = True
        self._reads += 1
        document = self._reports.read(report.uri)
        read = read_report(document.value)
        notes = "; ".join(note for note in (document.note, read.note) if note)
        # Whoever points at a report may say what it is. The file itself says it otherwise.
        kind = (read.kind or ANY) if report.kind == ANY else report.kind
        self._found.append(Found(kind, report.uri, read.metrics, read.deviations, read.violations, notes or None))

    def _guess(self, folder: str) -> list[str]:
        """The well-known names of what is there and was not read yet. Nothing is noted about the others: nobody said
        that they exist."""
        there = []
        for name in KNOWN:
            uri = f"{folder.rstrip('/')}/{name}"
            if uri in self._seen:
                continue
            if not self._may_read():
                self._unread.append(folder)
                break
            try:
                self._read(Named(ANY, uri))
            except (NotFound, NoAccess):
                continue  # S3 does not tell what does not exist from what may not be read
            except ValueError as error:
                self._found.append(Found(KNOWN[name], uri, note=_about(uri, error)))
            there.append(name)
        return there


def _kind(unread: Named) -> str:
    return KNOWN.get(_name(unread.uri), ANY) if unread.kind == ANY else unread.kind


def _importance(uri: str) -> tuple[int, int, str]:
    names = list(KNOWN)
    return names.index(_name(uri)) if _name(uri) in KNOWN else 2, uri.count("/"), uri


def _name(uri: str) -> str:
    return uri.rpartition("/")[2].lower().removesuffix(".gz")


def _about(uri: str, error: Exception) -> str:
    """What is wrong, without the address, which stands beside it and may be longer than a note."""
    what = str(error).replace(repr(uri), "it").replace(uri, "it")
    return what[:1].upper() + what[1:] or "It could not be read"
