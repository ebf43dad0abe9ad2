"""`make test` and the longer gates: one pytest each, with its own part of the tests and its own tier."""

import os
import sys
from collections.abc import Sequence

# What SALESOPS_TIER says to tests that run at two lengths (platform.md 1.4).
TIERS: dict[str, Sequence[str]] = {
    "test": (),
    "unit": ("-m", "unit"),
    "gates": ("-m", "browser or long"),
    "faults": ("-m", "faults", "-n", "0"),
    "bench": ("benchmarks", "-n", "0", "-s", "-o", "python_files=bench_*.py"),
}


def run_tests(tier: str, arguments: Sequence[str]) -> int:
    """Replaces this process by pytest; returns only for a tier that does not exist."""
    if tier not in TIERS:
        print(f"Not one of run, {', '.join(TIERS)}: {tier}")
        return 2
    os.environ["SALESOPS_TIER"] = tier
    # Importing the project has named the settings of the product already, and the environment wins over pyproject.toml.
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, "-m", "pytest", *_parallel(tier, arguments), *TIERS[tier], *arguments]
    return os.execv(sys.executable, command)


def _parallel(tier: str, arguments: Sequence[str]) -> Sequence[str]:
    is_chosen = any(argument == "-n" or argument.startswith(("-n", "--numprocesses")) for argument in arguments)
    return () if is_chosen or "-n" in TIERS[tier] else ("-n", str(min(os.cpu_count() or 1, 4)))
