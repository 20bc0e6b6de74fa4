"""The identity provider: a Cognito user pool in an account of its own, with approvers in groups and one person in none.

One approver is also in the group that may break the glass.

Cognito's pages are served at the emulator's endpoint, not at the pool's domain; its tokens name AWS's issuer.
"""

from dataclasses import asdict, dataclass
from typing import Any

from .environments import BREAK_GLASS_GROUP, ENVIRONMENTS, IDENTITY_ACCOUNT, REGION
from .local_aws import LocalAws, root

MAIL_DOMAIN = "example.com"
_ALL_GROUPS = tuple(environment.approver_group for environment in ENVIRONMENTS)
_SCOPES = ["openid", "email", "profile"]


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in, and the groups they are in."""

    username: str
    given_name: str
    groups: tuple[str, ...]

    @property
    def password(self) -> str:
        """Made up, and printed for whoever tries the sandbox."""
        return f"{self.given_name}-sandbox-1"

    @property
    def email(self) -> str:
        """Where mails to this person go."""
        return f"{self.username}@{MAIL_DOMAIN}"


DANA = Person("dana", "Dana", ("ml-approvers-dev",))
TOM = Person("tom", "Tom", ("ml-approvers-test",))
URSULA = Person("ursula", "Ursula", ("ml-approvers-uat",))
PETRA = Person("petra", "Petra", ("ml-approvers-prod",))
PAUL = Person("paul", "Paul", ("ml-approvers-prod",))
ALEX = Person("alex", "Alex", _ALL_GROUPS)
GRACE = Person("grace", "Grace", ("ml-approvers-dev", BREAK_GLASS_GROUP))
OLIVER = Person("oliver", "Oliver", ())
PEOPLE = (DANA, TOM, URSULA, PETRA, PAUL, ALEX, GRACE, OLIVER)


def approvers(environment_name: str) -> list[Person]:
    """The approvers of an environment, who get its mails; whoever may do more than that is not written to."""
    return [person for person in PEOPLE if person.groups == (f"ml-approvers-{environment_name}",)]


@dataclass(frozen=True)
class IdentityProvider:
    """A user pool with one public client (authorization code flow with PKCE)."""

    pool_id: str
    client_id: str
    issuer: str
    discovery_url: str
    groups_claim: str = "cognito:groups"

    def settings(self) -> dict[str, str]:
        """The `oidc` variable of the module."""
        return {name: value for name, value in asdict(self).items() if name != "pool_id"}

    def allow_callbacks(self, aws: LocalAws, urls: list[str]) -> None:
        """Let the client's sign-ins come back to these addresses."""
        _cognito(aws).update_user_pool_client(
            UserPoolId=self.pool_id, ClientId=self.client_id, CallbackURLs=urls, **_CLIENT
        )


_CLIENT: dict[str, Any] = {
    "ClientName": "model-approval",
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": _SCOPES,
    "SupportedIdentityProviders": ["COGNITO"],
    "PreventUserExistenceErrors": "ENABLED",
}


def set_up(aws: LocalAws) -> IdentityProvider:
    """Make the user pool, its groups and people, and a client that has no callback yet."""
    cognito = _cognito(aws)
    pool_id = cognito.create_user_pool(
        PoolName="people", AdminCreateUserConfig={"AllowAdminCreateUserOnly": True}
    )["UserPool"]["Id"]  # fmt: skip
    cognito.create_user_pool_domain(UserPoolId=pool_id, Domain="sandbox-people")
    for group in (*_ALL_GROUPS, BREAK_GLASS_GROUP):
        cognito.create_group(UserPoolId=pool_id, GroupName=group)
    for person in PEOPLE:
        _add(cognito, pool_id, person)
    client = cognito.create_user_pool_client(UserPoolId=pool_id, GenerateSecret=False, **_CLIENT)["UserPoolClient"]
    return IdentityProvider(
        pool_id=pool_id,
        client_id=client["ClientId"],
        issuer=f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}",
        discovery_url=f"{aws.endpoint}/{pool_id}/.well-known/openid-configuration",
    )


def join(aws: LocalAws, identity: IdentityProvider, person: Person) -> None:
    """Let somebody else sign in as well."""
    _add(_cognito(aws), identity.pool_id, person)


def _add(cognito: Any, pool_id: str, person: Person) -> None:
    attributes = {"email": person.email, "email_verified": "true", "name": person.given_name}
    cognito.admin_create_user(
        UserPoolId=pool_id,
        Username=person.username,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
    )
    cognito.admin_set_user_password(
        UserPoolId=pool_id, Username=person.username, Password=person.password, Permanent=True
    )
    for group in person.groups:
        cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=person.username, GroupName=group)


def _cognito(aws: LocalAws) -> Any:
    return aws.client("cognito-idp", root(IDENTITY_ACCOUNT))
