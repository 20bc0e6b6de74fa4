"""A pipeline's definition: its parameters, and its steps' requests with everything that they refer to put in.

Source: the SageMaker pipeline definition JSON schema, version 2020-12-01. Of its step types the sandbox runs Model,
Transform, Processing and Lambda, one after the other.
"""

import json
from collections.abc import Mapping
from typing import Any

from moto.sagemaker.exceptions import ValidationError

RUNS = {"Model": "Model", "Processing": "ProcessingJob", "Transform": "TransformJob"}
"""The types of steps that the sandbox runs and that make something, and what each makes."""
LAMBDA = "Lambda"
"""The type of those that invoke a function."""


def check(text: str) -> dict[str, Any]:
    """The definition. Raises ValidationError if it is none, or if it is one that the sandbox cannot run."""
    try:
        definition = json.loads(text)
        steps = [(step["Name"], step["Type"], step["Arguments"]) for step in definition["Steps"]]
    except (ValueError, TypeError, KeyError) as error:
        raise ValidationError(f"The pipeline definition is invalid: {error!r}.") from error
    for name, kind, _ in steps:
        if kind not in (*RUNS, LAMBDA):
            raise ValidationError(f"The sandbox runs steps of {', '.join((*RUNS, LAMBDA))}; {name} is of {kind}.")
    return dict(definition)


def parameters(definition: dict[str, Any], given: list[dict[str, str]]) -> dict[str, Any]:
    """What an execution runs with, by name. Raises ValidationError for unknown and for missing ones."""
    declared = {one["Name"]: one.get("DefaultValue") for one in definition.get("Parameters", [])}
    values = {one["Name"]: one["Value"] for one in given}
    if unknown := values.keys() - declared.keys():
        raise ValidationError(f"The pipeline has no parameters {sorted(unknown)}.")
    found = declared | values
    if missing := [name for name, value in found.items() if value is None]:
        raise ValidationError(f"Parameters {missing} have no default values and must be given.")
    return found


def resolve(value: Any, known: Mapping[str, Any]) -> Any:
    """The value with its references replaced. `known` has what they may name: `Parameters`, `Steps`, `Execution`.

    Raises LookupError if one names nothing.
    """
    if isinstance(value, list):
        return [resolve(one, known) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Get"}:
        found: Any = known
        for part in value["Get"].replace("[", ".").replace("]", "").split("."):
            found = _member(found, part.strip("'\""))
        return found
    if value.keys() == {"Std:Join"}:
        join = value["Std:Join"]
        return join["On"].join(str(resolve(one, known)) for one in join["Values"])
    return {name: resolve(one, known) for name, one in value.items()}


def _member(value: Any, name: str) -> Any:
    """A property, or one of a list, by its number or by the name of an output."""
    if not isinstance(value, list):
        return value[name]
    if name.isdecimal():
        return value[int(name)]
    return {one["OutputName"]: one for one in value}[name]


def in_order(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Steps after those that they depend on. Raises ValidationError if they depend on each other in a circle."""
    waiting, done = list(steps), list[dict[str, Any]]()
    while waiting:
        names = {step["Name"] for step in waiting}
        ready = [step for step in waiting if not (_needs(step) & names - {step["Name"]})]
        if not ready:
            raise ValidationError(f"Steps {sorted(names)} depend on each other.")
        done += ready
        waiting = [step for step in waiting if step not in ready]
    return done


def _needs(step: dict[str, Any]) -> set[str]:
    """Steps that must come before this one: those it says, and those whose properties it uses."""
    found = set(step.get("DependsOn", []))

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(reference := value.get("Get"), str) and reference.startswith("Steps."):
                found.add(reference.split(".")[1])
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    look(step["Arguments"])
    return found
