"""Pages of leads, products and processes beside those that `pipeline.py` walks."""

from tests.contracts.matrix import IN, NO, NONE, OUT, Route, roles

CLOSED = {"anonymous": OUT, "token": OUT}
CHANGES = roles(IN, outsider=NONE, peer=NONE, admin=NONE, analyst=NO, finance=NO, **CLOSED)
SETS_UP = roles(NO, ops_manager=IN, **CLOSED)

ROUTES = [
    Route("pipeline:lead_edit", "api_lead", get=CHANGES, post=CHANGES, body={"version": 1}),
    Route("pipeline:product_retire", "api_product", post=SETS_UP | {"outsider": NONE, "admin": NONE}),
    Route("pipeline:new_process", get=SETS_UP, post=SETS_UP),
]
