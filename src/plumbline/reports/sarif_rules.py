"""What SARIF logs of inspections and of drafts share: the schema, the levels, and a check as a rule."""

from typing import Any

from plumbline.domain.vocabulary import Severity
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.sentences import citation

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.VETO: "error", Severity.MAJOR: "warning", Severity.MINOR: "warning", Severity.ADVICE: "note"}
FINGERPRINT = "plumblineFindingId/v1"


def descriptor(book: Rulebook, check: str, lang: str) -> dict[str, Any]:
    """A rule: what its clause asks for, where it stands, what to do."""
    rule = book.rules[check]
    clause = book.clauses[rule.clause]
    duty, cited = clause.sentence.of(lang), citation(book, rule.clause, lang)
    remedy = (rule.remedy or clause.remedy).of(lang)
    return {
        "id": check,
        "name": "".join(word.capitalize() for word in check.split(".")[1].split("_")),
        "shortDescription": {"text": clause.title.of(lang)},
        "fullDescription": {"text": duty},
        "help": {"text": f"{duty}\n{cited}\n{remedy}", "markdown": f"{duty}\n\n*{cited}*\n\n**{remedy}**"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"clause": rule.clause, "severity": rule.severity, "tags": [check.split(".")[0]]},
    }
