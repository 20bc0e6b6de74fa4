"""A user's profile in Amazon Cognito: what it keeps from an earlier sign-in can be forgotten.

moto's Cognito needs a package that nothing else does; botocore's stub holds the request against the service's model.
"""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from model_approval.adapters.clients import client
from model_approval.adapters.user_pool import UserPool

POOL, GROUPS = "us-east-2_EXAMPLE11", "custom:directory_groups"
REQUEST = {"UserPoolId": POOL, "Username": "CompanyDirectory_dana", "UserAttributeNames": [GROUPS]}


def test_only_the_attribute_of_the_user_is_forgotten() -> None:
    cognito = client("cognito-idp")
    with Stubber(cognito) as answers:
        answers.add_response("admin_delete_user_attributes", {}, REQUEST)
        UserPool(cognito, POOL).forget("CompanyDirectory_dana", GROUPS)
        answers.assert_no_pending_responses()


@pytest.mark.parametrize("code", ["UserNotFoundException", "NotAuthorizedException", "InvalidParameterException"])
def test_what_cannot_be_forgotten_is_an_error(code: str) -> None:
    cognito = client("cognito-idp")
    with Stubber(cognito) as answers:
        answers.add_client_error("admin_delete_user_attributes", code)
        with pytest.raises(ClientError, match=code):
            UserPool(cognito, POOL).forget("CompanyDirectory_dana", GROUPS)
