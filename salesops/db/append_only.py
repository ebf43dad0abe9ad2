"""Tables whose rows stay as they were written: the database refuses, whatever path a change takes.

The trigger stops the owner, who migrates, as well as the application; a migration may also REVOKE the rights from the
application's role. What a DBA does with triggers switched off is found by the seal (`salesops.audit`).
"""

import pgtrigger

CODE = "log_is_append_only"


def append_only(
    table: str, *, set_once: tuple[str, ...] = (), erasable: tuple[str, ...] = ()
) -> list[pgtrigger.Trigger]:
    """Triggers for `Meta.triggers` of a model.

    set_once: columns that may go from null to a value and never again (a withdrawal). erasable: columns that privacy
    erasure may blank, only inside the owner's functions, which set `salesops.erasing` (A-8). All else raises
    `log_is_append_only: <table>` with SQLSTATE restrict_violation.
    """
    refuse = f"RAISE EXCEPTION '{CODE}: {table}' USING ERRCODE = 'restrict_violation';"
    gone = pgtrigger.Delete | pgtrigger.Truncate
    if not (set_once or erasable):
        return [_trigger("append_only", gone | pgtrigger.Update, refuse)]
    return [
        _trigger("append_only", gone, refuse),
        pgtrigger.Trigger(
            name="append_only_update",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            declare=[("loose", "text[]")],
            func=_update_function(table, set_once, erasable, refuse),
        ),
    ]


def erasing(table: str) -> str:
    """Whether one of the owner's functions of privacy erasure runs (salesops/audit): the application cannot say so."""
    owner = f"(SELECT relowner::regrole::name FROM pg_class WHERE oid = '{table}'::regclass)"
    return f"current_setting('salesops.erasing', true) = 'on' AND current_user = {owner}"


def _trigger(name: str, operation: pgtrigger.Operation, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.Before, operation=operation, func=func
    )


def _update_function(table: str, set_once: tuple[str, ...], erasable: tuple[str, ...], refuse: str) -> str:
    once = " ".join(
        f"IF OLD.{name} IS NULL AND NEW.{name} IS NOT NULL THEN loose := array_append(loose, '{name}'); END IF;"
        for name in set_once
    )
    blanked = ", ".join(f"'{name}'" for name in erasable)
    blank = f"IF {erasing(table)} THEN loose := loose || ARRAY[{blanked}]; END IF;" if erasable else ""
    return f"""
        loose := '{{}}';
        {once}
        {blank}
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            {refuse}
        END IF;
        RETURN NEW;
    """
