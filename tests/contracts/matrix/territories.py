"""Routes of quotas: pages and REST."""

from tests.contracts.matrix import IN, NO, OUT, Route, roles

SEES = roles(IN, anonymous=OUT, token=OUT, outsider=NO, admin=NO)
SEES_API = roles(IN, anonymous=OUT, outsider=NO, admin=NO)
SETS = roles(NO, anonymous=OUT, token=OUT, ops_manager=IN)
SETS_API = roles(NO, anonymous=OUT, ops_manager=IN)

ROUTES = [
    Route("territories:quotas", get=SEES),
    Route("territories:quota_file", get=SEES),
    Route("territories:save_quotas", post=SETS),
    Route("territories:prefill_quotas", post=SETS),
    Route("territories_api:quotas", get=SEES_API, post=SETS_API, body={"entries": []}),
    Route("territories_api:prefill_quotas", post=SETS_API, body={"periods": []}),
]
