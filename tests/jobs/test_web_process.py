"""The web process knows every job's name and loads none of the science."""

import os
import subprocess
import sys

from tests import harness

SCIENCE = ("pandas", "numpy", "scipy", "sklearn", "statsmodels", "ortools", "numba")
LOADED = f"""
import sys
import salesops.wsgi
from django.urls import get_resolver
from salesops.kernel.jobs import JOBS
assert get_resolver().url_patterns
assert "audit.seal" in JOBS
print(*[name for name in {SCIENCE!r} if name in sys.modules])
"""


def test_science_is_imported_by_task_code_only() -> None:
    told = os.environ | harness.environment() | {"DJANGO_SETTINGS_MODULE": "salesops.settings"}
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=harness.ROOT, env=told, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
