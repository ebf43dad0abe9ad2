"""How long a session lasts, and how a browser is called in words."""

from datetime import timedelta

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=14)
# Last seen is written this often, not at every request.
SEEN_EVERY = timedelta(minutes=5)

# The first that is found counts: every browser also claims to be the ones after it.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def is_over(*, since: float, seen: float, now: float) -> bool:
    """Instants in seconds. Twelve hours idle or fourteen days in all end a session."""
    return now - seen >= IDLE.total_seconds() or now - since >= ABSOLUTE.total_seconds()


def device_of(user_agent: str) -> str:
    """`Firefox, Linux`; what names no known browser by its own first word, empty for nothing."""
    found = [next((word for mark, word in known if mark in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent.partition(" ")[0][:60]
