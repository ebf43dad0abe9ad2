"""Routes of capture: ways in, what came by them, and the hooks. The calendar and what it brought are Priya's."""

from typing import Any

from django.utils import timezone

from accounts.models import CaptureSource
from accounts.operations.capture import digest_of_key
from pipeline.models import Captured
from tests.contracts.matrix import EVERYBODY, IN, NO, NONE, OUT, Route, roles

KEY = "matrix-hook"


def calendar_of_priya(company: Any) -> dict[str, Any]:
    known = {"address": "sealed", "host": "calendar.example.com"}
    return {"uid": CaptureSource.objects.get_or_create(kind="calendar", person=company.priya, defaults=known)[0].uid}


def hook(company: Any, person: Any) -> CaptureSource:
    known = {"person": person, "kind": "phone_hook"}
    found, _made = CaptureSource.objects.get_or_create(
        key_digest=digest_of_key(f"{KEY}-{person.pk if person else 'all'}"), defaults=known
    )
    return found


def captured_of_priya(company: Any) -> dict[str, Any]:
    now = timezone.now()
    known = {"person": company.priya, "state": "unmatched", "occurred_at": now, "ends_at": now}
    return {"uid": Captured.objects.get_or_create(origin="calendar", external_id="matrix", defaults=known)[0].uid}


def called(company: Any) -> dict[str, Any]:
    hook(company, company.priya)
    return {"key": f"{KEY}-{company.priya.pk}"}


OBJECTS = {
    "calendar_of_priya": calendar_of_priya,
    "hook_of_priya": lambda company: {"uid": hook(company, company.priya).uid},
    "hook_of_all": lambda company: {"uid": hook(company, None).uid},
    "captured_of_priya": captured_of_priya,
    "called": called,
    "kind": lambda company: {"kind": "calendar"},
}
SIGNED_OUT = {"anonymous": OUT, "token": OUT}
NOT_SELLING = {"outsider": NO, "analyst": NO, "finance": NO, "admin": NO}
SELLS = roles(IN, **NOT_SELLING, **SIGNED_OUT)
KEEPS = roles(NO, ops_manager=IN, admin=IN, **SIGNED_OUT)
OWN = roles(NONE, rep=IN, **SIGNED_OUT)
READS = roles(IN, anonymous=OUT)
OWN_API = roles(NONE, rep=IN, anonymous=OUT, token=NO)

ROUTES = [
    Route("pipeline:capture", get=SELLS),
    Route("pipeline:capture_new", object="kind", get=SELLS, post=SELLS),
    Route("pipeline:capture_organisation", get=KEEPS),
    Route("pipeline:capture_organisation_new", object="kind", get=KEEPS, post=KEEPS),
    Route("pipeline:capture_read", object="calendar_of_priya", post=OWN),
    Route("pipeline:capture_switch", object="calendar_of_priya", post=OWN),
    Route("pipeline:capture_switch", object="hook_of_all", post=roles(NONE, ops_manager=IN, admin=IN, **SIGNED_OUT)),
    Route("pipeline:capture_rotate", object="calendar_of_priya", post=OWN),
    Route("pipeline:capture_disconnect", object="calendar_of_priya", post=OWN),
    Route("pipeline:captured", get=SELLS),
    Route("pipeline:match_options", get=SELLS, query="?record_text=a"),
    Route("pipeline:captured_one", object="captured_of_priya", get=OWN, post=OWN),
    Route("pipeline:captured_dismiss", object="captured_of_priya", post=OWN),
    Route("pipeline:hook", object="called", post=EVERYBODY),
    Route(
        "pipeline_api:capture_sources",
        get=READS,
        post=roles(IN, anonymous=OUT, token=NO, outsider=NO, analyst=NO, finance=NO),
    ),
    Route(
        "pipeline_api:capture_source",
        object="calendar_of_priya",
        get=roles(NONE, rep=IN, anonymous=OUT, token=IN),
        patch=OWN_API,
    ),
    Route("pipeline_api:capture_read", object="calendar_of_priya", post=OWN_API),
    Route("pipeline_api:capture_rotate", object="calendar_of_priya", post=OWN_API),
    Route("pipeline_api:capture_disconnect", object="calendar_of_priya", post=OWN_API),
    Route("pipeline_api:captured", get=READS),
    Route("pipeline_api:captured_match", object="captured_of_priya", post=OWN_API),
    Route("pipeline_api:captured_dismiss", object="captured_of_priya", post=OWN_API),
]
