"""How long this run may be: `make gates` and `make faults` ask at full count what every change asks in short."""

import os

TIER = os.environ.get("SALESOPS_TIER")
IS_LONG = TIER == "gates"
ARE_FAULTS_WHOLE = TIER == "faults"
