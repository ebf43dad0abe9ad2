"""How long this run may be: `make gates` asks at full count what every change's run asks in short (platform.md 1.4)."""

import os

IS_LONG = os.environ.get("SALESOPS_TIER") == "gates"
