"""Routes of headcount, employment, and changes of people."""

from datetime import date
from typing import Any

from accounts.models import Employment, PeopleChange
from accounts.operations.employment import begin_employment
from tests.contracts.matrix import IN, NO, NONE, Route, roles
from tests.contracts.matrix.accounts import API_READS, CHANGES_PRIYA, SETS_UP, SIGNED_OUT, by_token


def employment_of_priya(company: Any) -> dict[str, Any]:
    made = Employment.objects.filter(person=company.priya).first()
    made = made or begin_employment(company.priya, start=date(2024, 1, 1), function="sales", by=None)
    return {"uid": made.uid}


def leaver_priya(company: Any) -> dict[str, Any]:
    known = {"effective": date(2027, 1, 1), "choices": {"last_day": "2026-12-31", "exit_kind": "voluntary"}}
    change, _made = PeopleChange.objects.get_or_create(
        person=company.priya, kind="leave", state="draft", made_by=company.omar, defaults=known
    )
    return {"uid": change.uid}


OBJECTS = {"employment_of_priya": employment_of_priya, "leaver_priya": leaver_priya}

# Administrators read no exits, so they end no employment either; the analyst counts heads and sees no names.
COUNTS = roles(NO, manager=IN, vp=IN, analyst=IN, ops_manager=IN, finance=IN, **SIGNED_OUT)
ENDS = roles(NO, outsider=NONE, peer=NONE, ops_manager=IN, **SIGNED_OUT)
READS_IT = roles(IN, outsider=NONE, peer=NONE, **SIGNED_OUT)
SEES_CHANGES = roles(NO, manager=IN, vp=IN, ops_manager=IN, finance=IN, admin=IN, **SIGNED_OUT)
DRAFTS = roles(NO, manager=IN, vp=IN, ops_manager=IN, admin=IN, **SIGNED_OUT)
DRAFTS_PRIYA = roles(NO, outsider=NONE, peer=NONE, manager=IN, vp=IN, ops_manager=IN, admin=IN, **SIGNED_OUT)
SEES_LEAVER = roles(NONE, manager=IN, vp=IN, ops_manager=IN, finance=IN, admin=IN, **SIGNED_OUT)
CHANGES_LEAVER = roles(NONE, manager=IN, vp=IN, ops_manager=IN, finance=NO, admin=IN, **SIGNED_OUT)
SAVES_LEAVER = roles(NONE, manager=NO, vp=IN, ops_manager=IN, finance=NO, admin=IN, **SIGNED_OUT)

ROUTES = [
    Route("accounts:headcount", get=COUNTS),
    Route("accounts:employment_new", object="priya", get=CHANGES_PRIYA, post=CHANGES_PRIYA),
    Route("accounts:employment_exit", object="employment_of_priya", get=ENDS, post=ENDS),
    Route("accounts:employment_continue", object="employment_of_priya", post=ENDS),
    Route("accounts:people_changes", get=SEES_CHANGES),
    Route("accounts:hire", get=DRAFTS, post=DRAFTS),
    Route("accounts:hire_again", object="priya", get=DRAFTS_PRIYA, post=DRAFTS_PRIYA),
    Route("accounts:job_change", object="priya", get=DRAFTS_PRIYA, post=DRAFTS_PRIYA),
    Route("accounts:leaver", object="priya", get=DRAFTS_PRIYA, post=DRAFTS_PRIYA),
    Route("accounts:people_change", object="leaver_priya", get=SEES_LEAVER),
    Route("accounts:people_change_save", object="leaver_priya", post=SAVES_LEAVER),
    Route("accounts:people_change_cancel", object="leaver_priya", post=CHANGES_LEAVER),
    Route("accounts_api:people_changes", get=by_token(SEES_CHANGES, NO), post=by_token(DRAFTS, NO)),
    Route(
        "accounts_api:people_change",
        object="leaver_priya",
        get=by_token(SEES_LEAVER, NONE),
        patch=by_token(CHANGES_LEAVER, NO),
    ),
    Route("accounts_api:people_change_preview", object="leaver_priya", post=by_token(CHANGES_LEAVER, NO)),
    Route("accounts_api:people_change_save", object="leaver_priya", post=by_token(SAVES_LEAVER, NO)),
    Route("accounts_api:people_change_cancel", object="leaver_priya", post=by_token(CHANGES_LEAVER, NO)),
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
