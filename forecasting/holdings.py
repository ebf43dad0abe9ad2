"""Names in what was submitted, for privacy erasure (salesops/audit/erasing.py)."""

from django.db import connection

from salesops.audit.erasing import OWN_WAYS, OwnWay, Words

ROWS = "forecasting_submissionrow"


def erase_rows(words: Words) -> int:
    """Names in the stored rows; the check sum of a submission whose rows were whole is taken again over them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forecasting_erase_rows(%s, %s)", [words.pattern, words.whole])
        return int(cursor.fetchone()[0])


def register() -> None:
    OWN_WAYS.register(ROWS, OwnWay(ROWS, erase_rows))
