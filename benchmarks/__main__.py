"""`python -m benchmarks [pytest options]`: what `make bench` runs."""

import sys

from salesops.local.testing import run_tests

if __name__ == "__main__":
    sys.exit(run_tests("bench", sys.argv[1:]))
