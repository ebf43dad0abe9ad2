"""What is known about a system's files beyond their headers: which objects are made from columns, units, rules."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Preset:
    """source: whose ids these are. options: of the batch. columns: by object and field, settings of a column.
    `make`: the objects made from columns of other files; "managers" are people that the source names as such alone.

    repairs: values that this system is known to write otherwise, offered for one press, by object and field.
    """

    source: str
    options: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)


PRESETS = {
    "maven_crm": Preset(
        "maven_crm",
        options={"make": ["stages", "managers"], "process": "Maven CRM"},
        columns={"customers": {"annual_revenue": {"multiply": "1000000"}}},
    ),
    "salesforce": Preset(
        "salesforce",
        options={"make": ["stages", "people", "products"], "process": "Salesforce"},
    ),
    "file": Preset("file", options={"make": []}),
}
