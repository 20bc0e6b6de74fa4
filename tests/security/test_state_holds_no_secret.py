"""Promise 11 where Terraform is concerned: no resource and no data source brings a secret into the state.

What the story leaves there is looked through by tests/journey/test_security_secrets.py.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for path in [*ROOT.glob("*.tf"), *ROOT.glob("modules/**/*.tf"), *ROOT.glob("examples/**/*.tf")]
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
]
TELLING = re.compile(
    r'^(?:resource|data|ephemeral) "((?:random|tls|htpasswd)_\w+|aws_secretsmanager_\w+|aws_iam_access_key|'
    r"aws_ssm_parameter|aws_ssm_parameters_by_path|aws_kms_secrets|aws_kms_ciphertext|aws_lambda_invocation|aws_cognito_user_pool_client|"
    r'aws_cognito_identity_provider|aws_sesv2_email_identity|aws_ses_domain_dkim)" "(\w+)"',
    re.MULTILINE,
)
"""Types with an attribute that may be a secret."""
LOOKED_AT = {
    ("main.tf", "aws_ssm_parameter", "stack"): "the pages' address",
    ("modules/approved-model/main.tf", "aws_ssm_parameters_by_path", "this"): "what is approved",
    ("modules/identity/main.tf", "aws_cognito_user_pool_client", "this"): "a public client: generate_secret is false",
    ("modules/identity/main.tf", "aws_cognito_identity_provider", "this"): "SAML: none; OpenID Connect's is told",
}
"""What was found to bring none, and why; but for the one that modules/identity/README.md warns of."""


def test_nothing_that_may_be_a_secret_is_made_or_read_by_terraform() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), kind, name)
        for path in SOURCES
        for kind, name in TELLING.findall(path.read_text())
    }
    assert {one for one in found if one[1] != "aws_sesv2_email_identity"} == set(LOOKED_AT)


def test_the_one_secret_that_can_be_in_the_state_is_optional_marked_and_told() -> None:
    marked = {path for path in SOURCES if re.search(r"^\s*sensitive\s+= true", path.read_text(), re.MULTILINE)}
    assert {path.relative_to(ROOT).as_posix() for path in marked} == {"modules/identity/variables.tf"}
    identity = ROOT / "modules" / "identity"
    variables = (identity / "variables.tf").read_text()
    assert len(re.findall(r"^\s*sensitive\s+= true", variables, re.MULTILINE)) == 1
    [secret] = re.findall(r'^variable "oidc_client_secret" \{.*?^\}', variables, re.MULTILINE | re.DOTALL)
    assert re.search(r"default\s+= null", secret)
    assert "state keeps it in the clear" in secret
    assert "the secret is in Terraform's state in the clear" in (identity / "README.md").read_text()
    assert re.search(r"generate_secret\s+= false", (identity / "main.tf").read_text())


def test_terraform_knows_the_client_secret_by_its_parameters_name_only() -> None:
    """The approval function reads it when somebody signs in."""
    root = "\n".join(path.read_text() for path in ROOT.glob("*.tf"))
    assert "client_secret_parameter" in root
    assert not re.search(r"client_secret(?!_parameter)", root)
