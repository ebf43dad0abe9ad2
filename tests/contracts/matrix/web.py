"""Routes of the frame: signing in and out, search, the components page."""

from typing import Any
from uuid import uuid4

from salesops.web.saved_views import save_view
from tests.contracts.matrix import EVERYBODY, IN, NO, NONE, OUT, SIGNED_IN, Route, roles


def view_of_priya(company: Any) -> dict[str, Any]:
    # Asked for by more than one line, and the rows stay: a name is free once.
    name = uuid4().hex
    return {"uid": save_view(table_key="jobs", name=name, query="state=done", shared=False, by=company.priya).uid}


def shared_view(company: Any) -> dict[str, Any]:
    return {"uid": save_view(table_key="jobs", name="Shared", query="state=done", shared=True, by=company.priya).uid}


OBJECTS = {"view_of_priya": view_of_priya, "shared_view": shared_view}
GONE = {"anonymous": OUT, "token": OUT}
OWN = roles(NONE, rep=IN, **GONE)
ROUTES = [
    Route("accounts:sign_in", get=EVERYBODY, post=EVERYBODY),
    # Signing out ends at the sign-in page for everyone, which the walk reads as "sign in first".
    Route("accounts:sign_out", post=roles(OUT)),
    Route("web:save_view", query="?table=jobs&address=/jobs", get=SIGNED_IN, post=SIGNED_IN),
    Route("web:edit_view", object="view_of_priya", get=OWN, post=OWN),
    Route("web:edit_view", object="shared_view", get=roles(NO, rep=IN, **GONE), post=roles(NO, rep=IN, **GONE)),
    Route("web:delete_view", object="view_of_priya", post=OWN),
    Route("web:search", get=SIGNED_IN),
    Route("web:components", get=roles(NO, anonymous=OUT, token=OUT, ops_manager=IN, admin=IN)),
]
