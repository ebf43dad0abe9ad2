"""Routes of headcount and employment."""

from datetime import date
from typing import Any

from accounts.models import Employment
from accounts.operations.employment import begin_employment
from tests.contracts.matrix import IN, NO, NONE, Route, roles
from tests.contracts.matrix.accounts import API_READS, CHANGES_PRIYA, SETS_UP, SIGNED_OUT, by_token


def employment_of_priya(company: Any) -> dict[str, Any]:
    made = Employment.objects.filter(person=company.priya).first()
    made = made or begin_employment(company.priya, start=date(2024, 1, 1), function="sales", by=None)
    return {"uid": made.uid}


OBJECTS = {"employment_of_priya": employment_of_priya}

# Administrators read no exits, so they end no employment either; the analyst counts heads and sees no names.
COUNTS = roles(NO, manager=IN, vp=IN, analyst=IN, ops_manager=IN, finance=IN, **SIGNED_OUT)
ENDS = roles(NO, outsider=NONE, peer=NONE, ops_manager=IN, **SIGNED_OUT)
READS_IT = roles(IN, outsider=NONE, peer=NONE, **SIGNED_OUT)

ROUTES = [
    Route("accounts:headcount", get=COUNTS),
    Route("accounts:employment_new", object="priya", get=CHANGES_PRIYA, post=CHANGES_PRIYA),
    Route("accounts:employment_exit", object="employment_of_priya", get=ENDS, post=ENDS),
    Route("accounts:employment_continue", object="employment_of_priya", post=ENDS),
    Route("accounts_api:headcount", get=by_token(COUNTS, NO)),
    Route("accounts_api:employments", get=API_READS, post=by_token(SETS_UP, NO)),
    Route("accounts_api:employment", object="employment_of_priya", get=by_token(READS_IT, IN)),
    Route("accounts_api:employment_end", object="employment_of_priya", post=by_token(ENDS, NO)),
    Route("accounts_api:employment_continue", object="employment_of_priya", post=by_token(ENDS, NO)),
    Route(
        "accounts_api:employment_jobs",
        object="employment_of_priya",
        get=by_token(READS_IT, IN),
        post=by_token(CHANGES_PRIYA, NO),
    ),
]
