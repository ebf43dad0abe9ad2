"""Routes of imports: who sees, checks, runs and undoes them."""

import io
from typing import Any

from salesops.imports.models import ImportBatch
from salesops.imports.operations.presets import start_from_preset
from salesops.imports.operations.upload import add_file
from tests.contracts.matrix import IN, NO, NONE, OUT, Route, roles

HEADER = b"Id,Deal Name,Account,Owner,Stage,Amount\n1,One,Acme Robotics,Priya Raman,Discovery,10\n"


def _batch(company: Any) -> ImportBatch:
    batch = start_from_preset("crm", by=company.omar)
    file = io.BytesIO(HEADER)
    add_file(batch, file, name="deals.csv", by=company.omar)
    return batch


def _file(company: Any) -> dict[str, Any]:
    batch = _batch(company)
    return {"uid": batch.uid, "file_uid": batch.files.get().uid}


OBJECTS = {"import": lambda company: {"uid": _batch(company).uid}, "import_file": _file}


def _start(company: Any) -> dict[str, Any]:
    from salesops.imports.operations.start import take_deals

    return {"uid": take_deals(io.BytesIO(HEADER), name="deals.csv", by=company.omar).uid}


def _finding(company: Any) -> dict[str, Any]:
    return _start(company) | {"finding": "lost"}


OBJECTS |= {"start": _start, "start_finding": _finding}

SEES = roles(NO, analyst=IN, ops_manager=IN, anonymous=OUT, token=OUT)
DOES = roles(NONE, analyst=IN, ops_manager=IN, anonymous=OUT, token=OUT)
RUNS = roles(NONE, analyst=NO, ops_manager=IN, anonymous=OUT, token=OUT)
API_SEES = roles(NO, analyst=IN, ops_manager=IN, anonymous=OUT)
API_OPENS = roles(NONE, analyst=IN, ops_manager=IN, anonymous=OUT, token=NO)
API_RUNS = roles(NONE, analyst=NO, ops_manager=IN, anonymous=OUT, token=NO)
STARTS = roles(NO, ops_manager=IN, anonymous=OUT, token=OUT)
KEY = {"Idempotency-Key": "matrix"}

ROUTES = [
    Route("imports:batches", get=SEES, post=SEES),
    Route("imports:batch", object="import", get=DOES),
    Route("imports:add_file", object="import", post=DOES),
    Route("imports:map", object="import_file", post=DOES),
    Route("imports:repair", object="import_file", post=DOES),
    Route("imports:check", object="import", post=DOES),
    Route("imports:commit", object="import", post=RUNS),
    Route("imports:undo", object="import", post=RUNS),
    Route("imports:errors", object="import", get=DOES),
    Route("imports:start", get=STARTS, post=STARTS),
    Route("imports:start_proposals", object="start", get=RUNS),
    Route("imports:start_change", object="start", post=RUNS),
    Route("imports:start_create", object="start", post=RUNS),
    Route("imports:start_rows", object="start_finding", get=RUNS),
    Route("imports_api:batches", get=API_SEES, post=API_SEES, headers=KEY),
    Route("imports_api:batch", object="import", get=API_OPENS),
    Route("imports_api:file", object="import_file", patch=API_OPENS),
    Route("imports_api:check", object="import", post=API_OPENS),
    Route("imports_api:commit", object="import", post=API_RUNS, headers=KEY),
    Route("imports_api:undo", object="import", post=API_RUNS, headers=KEY),
    Route("imports_api:problems", object="import", get=API_OPENS),
    Route("imports_api:errors", object="import", get=API_OPENS),
]
