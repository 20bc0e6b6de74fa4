"""Lambda steps of pipelines: a function is invoked with the pipeline's role; what it returns are the step's outputs.

Source: "Lambda step" in the SageMaker developer guide; the step's JSON is as the SageMaker Python SDK writes it
(`sagemaker.workflow.lambda_step`).
"""

import asyncio
import json
from typing import Any

_LONGEST_OUTPUT = 1024


async def run(client: Any, step: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Returns the step's properties: `OutputParameters`, and for ListPipelineExecutionSteps its `Metadata`.

    Raises RuntimeError if the function fails, or returns something else than the step declares.
    """
    arn = step["FunctionArn"]
    answer = await asyncio.to_thread(client.invoke, FunctionName=arn, Payload=json.dumps(arguments).encode())
    returned = json.loads(await asyncio.to_thread(answer["Payload"].read) or b"null")
    if answer.get("FunctionError"):
        raise RuntimeError(f"{arn} failed: {returned}")
    declared = [one["OutputName"] for one in step.get("OutputParameters", [])]
    given = returned if isinstance(returned, dict) else {}
    if missing := [name for name in declared if name not in given]:
        raise RuntimeError(f"{arn} returned no {', '.join(missing)}")
    outputs = {name: str(given[name]) for name in declared}
    if long := [name for name, value in outputs.items() if len(value) > _LONGEST_OUTPUT]:
        raise RuntimeError(f"{arn} returned more than {_LONGEST_OUTPUT} characters as {', '.join(long)}")
    told = [{"Name": name, "Value": value} for name, value in outputs.items()]
    return {"OutputParameters": outputs, "Metadata": {"Lambda": {"Arn": arn, "OutputParameters": told}}}
