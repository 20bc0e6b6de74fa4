"""In what words SageMaker refuses."""

from botocore.exceptions import ClientError

from model_approval.adapters.clients import code
from model_approval.domain.errors import NotFound


def not_found(error: ClientError) -> Exception:
    """NotFound if that is what ``error`` says, and ``error`` itself if not: SageMaker says ResourceNotFound for some
    calls and a ValidationException with a sentence for others."""
    refusal: Exception = error
    message = str(error.response["Error"].get("Message", ""))
    missing = any(
        words in message.lower() for words in ("does not exist", "not found", "could not find", "cannot find")
    )
    if code(error) in ("ResourceNotFound", "ResourceNotFoundException") or (
        code(error) == "ValidationException" and missing
    ):
        return NotFound(message)
    return refusal
