"""No file of Terraform assumes a partition: ARNs and host names of AWS come from data sources."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.tf", "modules/*/*.tf", "examples/*/*.tf")
    for path in sorted(ROOT.glob(pattern))
]
_PROSE = re.compile(r"\s*#.*|\s*(error_message|description)\s*=.*|\s*source\s*=.*")
_HEREDOC = re.compile(r"<<-?EOT\n.*?\n\s*EOT", re.DOTALL)
_PROVIDER = re.compile(r'^provider "aws" \{\n.*?^\}', re.MULTILINE | re.DOTALL)
_SERVICE = re.compile(r'"(\$\{each\.key\}|[a-z][a-z-]*)\.amazonaws\.com"')
"""A service's principal, which is the same in every partition for the services that we name."""
_SERVICES = {"apigateway", "cloudwatch", "cognito-idp", "events", "lambda", "sagemaker", "scheduler", "${each.key}"}
_BOUND = re.compile(r"arn:aws\b|amazonaws\.com|\bapi\.aws\b|\bon\.aws\b")


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_written_down_that_differs_between_partitions(name: str) -> None:
    text = _HEREDOC.sub('""', (ROOT / name).read_text())
    if name.startswith("examples/"):
        text = _PROVIDER.sub("", text)  # whoever applies an example has one partition
    code = [line for line in text.splitlines() if not _PROSE.fullmatch(line)]
    services = {found[1] for line in code for found in _SERVICE.finditer(line)}
    assert services <= _SERVICES
    assert [line for line in code if _BOUND.search(_SERVICE.sub("", line))] == []


@pytest.mark.parametrize("name", FILES)
def test_the_region_is_read_as_both_versions_of_the_provider_have_it(name: str) -> None:
    """Provider 5 refuses `region`, provider 6 warns of `id`: at each place that reads it, in each plan."""
    both = 'try(lookup(data.aws_region.current, "region"), lookup(data.aws_region.current, "id"))'
    assert "data.aws_region" not in (ROOT / name).read_text().replace(both, "")
