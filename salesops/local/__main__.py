"""`python -m salesops.local run|test|unit|gates|faults|bench [arguments]`, as tools/bootstrap.py calls it."""

import sys

from django.core.exceptions import ImproperlyConfigured

from salesops.environment import read_environment
from salesops.local.launcher import Launcher, say
from salesops.local.testing import run_tests


def main(arguments: list[str]) -> int:
    what, rest = (arguments or ["run"])[0], arguments[1:]
    if what != "run":
        return run_tests(what, rest)
    try:
        return Launcher(read_environment()).run()
    except ImproperlyConfigured as problem:
        say(str(problem))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
