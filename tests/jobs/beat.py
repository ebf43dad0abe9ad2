"""`python -m tests.jobs.beat NAME COUNT`: what one beat does, for so many periods."""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from salesops.jobs.operations import enqueue_due
    from tests.jobs import work

    for period in range(int(sys.argv[2])):
        enqueue_due(sys.argv[1], str(period), mark=work.DID)
