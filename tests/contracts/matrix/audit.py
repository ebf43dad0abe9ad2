"""Routes of the audit log."""

from typing import Any

from salesops.audit.operations import record
from tests.contracts.matrix import IN, NONE, OUT, SIGNED_IN, Route, roles


def act_of_priya(company: Any) -> dict[str, Any]:
    return {"uid": record("deal.looked_at", by=company.priya).uid}


OBJECTS = {"act_of_priya": act_of_priya}
SEES = {"rep": IN, "analyst": IN, "ops_manager": IN, "admin": IN, "anonymous": OUT}
ROUTES = [
    Route("audit:records", get=SIGNED_IN),
    Route("audit:record", object="act_of_priya", get=roles(NONE, **SEES, token=OUT)),
    Route("audit_api:records", get=roles(IN, anonymous=OUT)),
    Route("audit_api:record", object="act_of_priya", get=roles(NONE, **SEES, token=IN)),
]
