"""Routes of figures. Whoever may see metrics asks in their own scope; a metric is nobody's record."""

from tests.contracts.matrix import IN, NO, OUT, SIGNED_IN, Route, roles

SEEN = roles(IN, anonymous=OUT, token=OUT, outsider=NO, admin=NO)
ASKED = roles(IN, anonymous=OUT, outsider=NO, admin=NO)

PERIOD = "?period=2026-Q2"


def bookings(company: object) -> dict[str, str]:
    return {"key": "bookings"}


OBJECTS = {"bookings": bookings}

ROUTES = [
    Route("reporting:home", get=SIGNED_IN),
    Route("reporting:performance", get=SEEN),
    Route("reporting:metrics", get=SEEN),
    Route("reporting:metric", object="bookings", get=SEEN),
    Route("reporting:rows", object="bookings", get=SEEN),
    Route("reporting_api:metrics", get=ASKED),
    Route("reporting_api:metric", object="bookings", get=ASKED),
    Route("reporting_api:value", object="bookings", get=ASKED, query=PERIOD),
    Route("reporting_api:series", object="bookings", get=ASKED, query=PERIOD),
    Route("reporting_api:rows", object="bookings", get=ASKED, query=PERIOD),
    Route(
        "reporting_api:query",
        post=ASKED | {"token": NO},
        body={"metrics": ["bookings"], "period": "2026-Q2"},
    ),
]
