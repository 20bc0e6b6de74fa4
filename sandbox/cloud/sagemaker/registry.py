"""Model packages and models: moto's SageMaker, with what it lacks or does differently from AWS."""

import json
from typing import Any

from moto.core.exceptions import InvalidToken
from moto.core.responses import ActionResult, EmptyResult
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import ModelPackage, sagemaker_backends

from ..resources import as_object
from . import constraints, events, permissions
from .runs import Runs

CALLER = "x-sandbox-caller"
"""Header with the UserContext of who sends a request, as JSON."""
_DELETED = "Deleted"


class SageMaker(Runs):
    """One request, in the account and region of `current_account` and `region`."""

    def create_model_package(self) -> ActionResult:
        """A version waits for approval unless the request says otherwise."""
        if self._get_param("ModelPackageGroupName"):
            self.params.setdefault("ModelApprovalStatus", "PendingManualApproval")
        constraints.check_metadata(self.params)
        created = super().create_model_package()
        self._changed(created)
        return created

    def describe_model_package(self) -> ActionResult:
        package = self.sagemaker_backend.describe_model_package(self._get_param("ModelPackageName"))
        return ActionResult(_description(package))

    def update_model_package(self) -> ActionResult:
        """moto forgets what an update leaves out; AWS keeps it. Given metadata replace all of the former ones."""
        package = self.sagemaker_backend.describe_model_package(self._get_param("ModelPackageArn"))
        constraints.check_metadata(self.params)
        self.params.setdefault("ModelApprovalStatus", package.model_approval_status)
        self.params.setdefault("ApprovalDescription", package.approval_description)
        self.params.setdefault("CustomerMetadataProperties", package.customer_metadata_properties or {})
        updated = super().update_model_package()
        self._changed(updated)
        return updated

    def delete_model_package(self) -> ActionResult:
        """moto numbers a version by counting the group's, so a deleted one stays, where nobody finds it."""
        backend = self.sagemaker_backend
        package = backend.describe_model_package(self._get_param("ModelPackageName"))
        package.model_package_status = _DELETED
        backend.model_packages[f"{package.arn}#deleted"] = backend.model_packages.pop(package.arn)
        return EmptyResult()

    def list_model_packages(self) -> ActionResult:
        """Deleted versions are left out before the list is cut into pages."""
        backend, everything = self.sagemaker_backend, self.sagemaker_backend.model_packages
        backend.model_packages = {arn: p for arn, p in everything.items() if p.model_package_status != _DELETED}
        try:
            return super().list_model_packages()
        finally:
            backend.model_packages = everything

    def list_model_package_groups(self) -> ActionResult:
        """Like all of SageMaker's, this list answers a token of its own making only, and any other with an error."""
        constraints.check_list(self.params)
        if not self._get_param("NextToken"):
            self.params.pop("NextToken", None)
        try:
            return super().list_model_package_groups()
        except InvalidToken as error:
            raise ValidationError(f"Invalid NextToken: {error.message}") from error

    def delete_model_package_group(self) -> ActionResult:
        """moto has none. A group that has versions is refused, as in AWS."""
        group, packages = self._group(), self.sagemaker_backend.model_packages.values()
        name = group.model_package_group_name
        if any(p.model_package_group_name == name and p.model_package_status != _DELETED for p in packages):
            raise ValidationError(f"Cannot delete {group.arn}: it has model packages.")
        del self.sagemaker_backend.model_package_groups[name]
        return EmptyResult()

    def put_model_package_group_policy(self) -> ActionResult:
        group = self._group()
        policy = self._get_param("ResourcePolicy")
        if len(policy) > 20480 or not as_object(policy.encode()):
            raise ValidationError("ResourcePolicy must be a JSON policy of at most 20480 characters.")
        group.resource_policy = policy
        return ActionResult({"ModelPackageGroupArn": group.arn})

    def get_model_package_group_policy(self) -> ActionResult:
        group = self._group()
        if not getattr(group, "resource_policy", None):
            raise ValidationError(f"Cannot find resource policy for {group.arn}.")
        return ActionResult({"ResourcePolicy": group.resource_policy})

    def delete_model_package_group_policy(self) -> ActionResult:
        self._group().resource_policy = None
        return EmptyResult()

    def create_model(self) -> ActionResult:
        """A model may come from another account's model package, and only from an approved one."""
        if self._get_param("ModelName") in self.sagemaker_backend._models:
            raise ValidationError(f"Cannot create already existing model {self._get_param('ModelName')}.")
        for arn in permissions.model_packages(self.params):
            package = model_package(arn)
            if package.model_package_version and package.model_approval_status != "Approved":
                raise ValidationError(f"Cannot create a model: {arn} is {package.model_approval_status}, not Approved.")
        return super().create_model()

    def describe_model(self) -> ActionResult:
        """moto shows as empty what a model does not have; AWS leaves it out."""
        found: Any = super().describe_model().result
        return ActionResult({name: value for name, value in found.items() if value not in ({}, [], None)})

    def _group(self) -> Any:
        name = self._get_param("ModelPackageGroupName").rpartition("/")[2]
        return self.sagemaker_backend.describe_model_package_group(name)

    def _changed(self, answer: Any) -> None:
        package: Any = model_package(answer.result["ModelPackageArn"])
        by = "last_modified_by" if package.last_modified_time else "created_by"
        setattr(package, by, json.loads(self.headers[CALLER]))  # moto makes up a profile of Studio
        if life_cycle := self._get_param("ModelLifeCycle"):
            package.model_life_cycle = life_cycle
        events.model_package_changed(_description(package))


def model_package(arn: str) -> ModelPackage:
    """A model package of any account, by ARN. Raises ValidationError if there is none."""
    _, _, _, region, account, _ = arn.split(":", 5)
    return sagemaker_backends[account][region].describe_model_package(arn)


def _description(package: ModelPackage) -> dict[str, Any]:
    """What DescribeModelPackage answers; moto does not know the life cycle."""
    life_cycle = getattr(package, "model_life_cycle", None)
    return package.gen_response_object() | ({"ModelLifeCycle": life_cycle} if life_cycle else {})
