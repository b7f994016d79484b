"""The parts of SARIF 2.1.0 that we use, written down by hand: the type of each property, and which must be there."""

from typing import Any

TEXT, NUMBER, FLAG = str, int, bool
MESSAGE = {"text!": TEXT, "markdown": TEXT}
LOCATION = {
    "physicalLocation": {
        "artifactLocation!": {"uri": TEXT, "uriBaseId": TEXT, "index": NUMBER},
        "region": {"charOffset": NUMBER, "charLength": NUMBER, "snippet": {"text": TEXT}},
    },
    "message": MESSAGE,
    "logicalLocations": [{"name": TEXT, "fullyQualifiedName": TEXT, "kind": TEXT}],
}
NOTIFICATION = {"message!": MESSAGE, "level": TEXT, "associatedRule": {"id": TEXT}}
RESULT = {
    "message!": MESSAGE, "ruleId": TEXT, "ruleIndex": NUMBER, "level": TEXT, "locations": [LOCATION],
    "relatedLocations": [LOCATION], "partialFingerprints": dict, "baselineState": TEXT, "properties": dict,
    "suppressions": [{"kind!": TEXT, "status": TEXT, "justification": TEXT}],
}  # fmt: skip
RULE = {
    "id!": TEXT, "name": TEXT, "shortDescription": MESSAGE, "fullDescription": MESSAGE, "help": MESSAGE,
    "defaultConfiguration": {"level": TEXT}, "properties": dict,
}  # fmt: skip
RUN = {
    "tool!": {"driver!": {"name!": TEXT, "version": TEXT, "semanticVersion": TEXT, "rules": [RULE]}},
    "invocations": [{
        "executionSuccessful!": FLAG, "exitCode": NUMBER, "toolExecutionNotifications": [NOTIFICATION],
        "toolConfigurationNotifications": [NOTIFICATION],
    }],
    "automationDetails": {"id": TEXT}, "originalUriBaseIds": dict, "columnKind": TEXT, "language": TEXT,
    "artifacts": [{"location": {"uri": TEXT, "uriBaseId": TEXT}, "hashes": dict}], "properties": dict,
    "results": [RESULT],
}  # fmt: skip
LOG = {"$schema": TEXT, "version!": TEXT, "runs!": [RUN]}


def faults(value: Any, shape: Any, where: str = "$") -> list[str]:
    """Where `value` does not have `shape`; a name with ! must be there, a name that is not listed must not."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: not a list"]
        return [fault for n, item in enumerate(value) for fault in faults(item, shape[0], f"{where}[{n}]")]
    if not isinstance(shape, dict):
        wrong = not isinstance(value, shape) or (shape is int and isinstance(value, bool))
        return [f"{where}: not a {shape.__name__}"] if wrong else []
    if not isinstance(value, dict):
        return [f"{where}: not an object"]
    known = {name.rstrip("!"): part for name, part in shape.items()}
    missing = [f"{where}.{name[:-1]}: missing" for name in shape if name.endswith("!") and name[:-1] not in value]
    strange = [f"{where}.{name}: not a property of SARIF" for name in value if name not in known]
    inner = [fault for name in value if name in known for fault in faults(value[name], known[name], f"{where}.{name}")]
    return missing + strange + inner
