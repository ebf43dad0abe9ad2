"""Public keys of seeded records."""

import uuid
from random import Random


def fresh_uid(rng: Random) -> uuid.UUID:
    """A uuid of the seeded generator, so that the same seed gives the same addresses."""
    return uuid.UUID(int=rng.getrandbits(128), version=4)
