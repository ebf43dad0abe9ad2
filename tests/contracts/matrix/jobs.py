"""Routes of background work."""

from typing import Any

from salesops.jobs.operations import enqueue
from tests.contracts.matrix import IN, NO, NONE, OUT, SIGNED_IN, Route, roles


def job_of_priya(company: Any) -> dict[str, Any]:
    return {"uid": enqueue("jobs.forget_old", requested_by=company.priya).uid}


OBJECTS = {"job_of_priya": job_of_priya}
SEES = {"rep": IN, "analyst": IN, "ops_manager": IN, "admin": IN, "anonymous": OUT}
CONTROLS = {**SEES, "analyst": NO}
SEEN, CONTROLLED = roles(NONE, **SEES, token=OUT), roles(NONE, **CONTROLS, token=OUT)
# The file is not there: its requester finds none, and whoever sees the job may not even ask.
FETCHED = roles(NONE, analyst=NO, ops_manager=NO, admin=NO, anonymous=OUT)
ASKED = "?address=/jobs%3Fformat%3Dcsv"
ROUTES = [
    Route("jobs:jobs", get=SIGNED_IN),
    Route("jobs:job", object="job_of_priya", get=SEEN),
    Route("jobs:cancel", object="job_of_priya", post=CONTROLLED),
    Route("jobs:rerun", object="job_of_priya", post=CONTROLLED),
    Route("jobs:file", object="job_of_priya", get={**FETCHED, "token": OUT}),
    Route("jobs:new_export", query=ASKED, body={"address": "/jobs?format=csv"}, get=SIGNED_IN, post=SIGNED_IN),
    Route("jobs_api:jobs", get=roles(IN, anonymous=OUT)),
    Route("jobs_api:job", object="job_of_priya", get=roles(NONE, **SEES, token=IN)),
    Route("jobs_api:cancel", object="job_of_priya", post=roles(NONE, **CONTROLS, token=NO)),
    Route("jobs_api:rerun", object="job_of_priya", post=roles(NONE, **CONTROLS, token=NO)),
    Route("jobs_api:file", object="job_of_priya", get=FETCHED),
    Route("jobs_api:exports", body={"address": "/jobs?format=csv"}, post=roles(IN, anonymous=OUT, token=NO)),
]
