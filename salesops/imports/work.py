"""One file of a batch as a temporary table of typed columns, for the length of one transaction.

`work_<importer>` has for each field of the importer its typed column; `<field>_text` with what stood in the file for
those that are not text; `<field>_id` for links; and `id`, `action`, `matched_by`, `label`, `before`, `after`.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Model, UUIDField

from salesops.imports.columns import Columns
from salesops.imports.models import ImportBatch, ImportFile
from salesops.imports.registry import Field, Importer, targets, value_checks
from salesops.web.organisation import business_time

TYPES = {
    "text": "text",
    "currency": "text",
    "integer": "bigint",
    "decimal": "numeric",
    "money": "numeric",
    "percent": "numeric",
    "date": "date",
    "moment": "timestamptz",
    "boolean": "boolean",
}
UNREADABLE = {
    "integer": "not_a_number",
    "decimal": "not_a_number",
    "money": "not_a_number",
    "percent": "not_a_number",
    "date": "not_a_date",
    "moment": "not_a_date",
    "boolean": "not_yes_or_no",
    "currency": "not_a_currency",
}
YES = "('1', 'true', 'yes', 'y', 't', 'x')"
NO = "('0', 'false', 'no', 'n', 'f')"
ALIKE = 0.35
"""Least trigram similarity at which a value is suggested for one that is not known."""
ALIKE_WORD = 0.6
"""The same for words that are not a list of ours: only near misspellings are worth a line."""


class Work:
    """The engine's hand given to an importer. All of it is set SQL."""

    def __init__(self, batch: ImportBatch, file: ImportFile, importer: Importer) -> None:
        self.batch = batch
        self.file = file
        self.importer = importer
        self.columns = Columns(file)
        self.table = f"work_{importer.key}"
        self.zone = str(business_time().zone)

    def run(self, sql: str, params: Any = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return int(cursor.rowcount)

    def one(self, sql: str, params: Any = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            row = cursor.fetchone()
            return row[0] if row else None

    def has(self, field: str) -> bool:
        return field in self.columns

    # -- building and generic checks ---------------------------------------------------------------------------------

    def build(self) -> None:
        """The table from the staged rows. Rows that a person left out are not in it."""
        texts, parts, params = ["row_number"], ["row_number"], []
        for field in self.importer.fields:
            expression, given = self.columns.text(field.key)
            texts.append(f"{expression} AS {field.key}_text")
            params += given
            parts.append(f"{self._typed(field)} AS {field.key}")
            if field.kind != "text":
                parts.append(f"{field.key}_text")
            if field.link:
                parts.append(f"NULL::bigint AS {field.key}_id")
        self.run(f"DROP TABLE IF EXISTS {self.table}")
        self.run(
            f"CREATE TEMP TABLE {self.table} ON COMMIT DROP AS SELECT {', '.join(parts)}, NULL::bigint AS id,"
            " NULL::text AS action, false AS is_new, ''::text AS matched_by, ''::text AS label,"
            " '{}'::jsonb AS before, '{}'::jsonb AS after"
            f" FROM (SELECT {', '.join(texts)} FROM imports_stagedrow"
            " WHERE file_id = %s AND NOT row_number = ANY(%s)) s",
            [*params, self.file.pk, self.file.mapping.get("skip", [])],
        )
        self.run(f"CREATE INDEX ON {self.table} (row_number)")
        self.run(f"CREATE INDEX ON {self.table} (id)")
        self.run(f"ANALYZE {self.table}")

    def _typed(self, field: Field) -> str:
        text = f"{field.key}_text"
        column = self.columns.mapping.get(field.key, {})
        first = "true" if column.get("day_first") else "false"
        number = f"imports_number({text}, '{',' if column.get('decimal') == ',' else '.'}')"
        scale = Decimal(str(column.get("multiply") or 1))
        number = number if scale == 1 else f"({number} * {scale:f})"
        return {
            "text": text,
            "currency": f"(CASE WHEN upper({text}) ~ '^[A-Z]{{3}}$' THEN upper({text}) END)",
            "boolean": f"(CASE WHEN lower({text}) IN {YES} THEN true WHEN lower({text}) IN {NO} THEN false END)",
            "date": f"imports_date({text}, {first})",
            "moment": f"imports_moment({text}, {first}, '{self.zone}')",
            "integer": f"(CASE WHEN {number} = trunc({number}) AND abs({number}) < 1e15 THEN ({number})::bigint END)",
            "percent": f"({number} * CASE WHEN position('%%' IN {text}) > 0 OR {number} > 1 THEN 0.01 ELSE 1 END)",
        }.get(field.kind, number)

    def check_values(self) -> None:
        """What no importer has to ask for: required cells, values of the wrong kind, ids that stand twice."""
        for field in self.importer.fields:
            if field.kind != "text" and self.has(field.key):
                self.problem(UNREADABLE[field.kind], field.key, f"{field.key}_text IS NOT NULL AND {field.key} IS NULL")
            if field.kind != "text" or field.external:
                self.problem(
                    "error_cell",
                    field.key,
                    f"{self._shown(field.key)} ~ '^#(N/A|REF!|VALUE!|DIV/0!|NAME\\?|NULL!|NUM!)'",
                )
            if field.required:
                self.problem("missing", field.key, f"{self._shown(field.key)} IS NULL")
            if field.known is not None and self.has(field.key):
                self._suggest_spelling(field)
        for check in value_checks:
            for name in check.fields:
                if name in {field.key for field in self.importer.fields} and self.has(name):
                    self.problem(check.code, name, check.where.format(field=name), shown=False)
        key = self.importer.external_field
        if key and self.has(key):
            self.problem(
                "twice_in_file", key, f"{key} IN (SELECT {key} FROM {self.table} GROUP BY 1 HAVING count(*) > 1)"
            )

    def _shown(self, key: str) -> str:
        return key if self.importer.field(key).kind == "text" else f"{key}_text"

    def problem(
        self,
        code: str,
        field: str,
        where: str,
        *,
        suggestion: str = "''",
        blocking: bool = True,
        params: Sequence[Any] = (),
        shown: bool = True,
    ) -> int:
        """One for each row of the file that `where` (over the work table as `w`) holds for; `shown`: with its value."""
        known = {item.key for item in self.importer.fields}
        value = f"coalesce({self._shown(field)}, '')" if shown and field in known else "''"
        header = self.columns.header_of(field) if field in known else field
        return self.run(
            'INSERT INTO imports_problem (file_id, row_number, "column", field, code, value, suggestion, blocking)'
            f" SELECT %s, row_number, %s, %s, %s, left({value}, 500), coalesce({suggestion}, ''), %s"
            f" FROM {self.table} w WHERE {where}",
            [self.file.pk, header, field, code, blocking, *params],
        )

    def _suggest_spelling(self, field: Field) -> None:
        """A word close to a known one and not itself known: never changed unseen, only shown (2.2)."""
        words = list(field.known() if field.known else ())
        self.run(
            "CREATE TEMP TABLE near ON COMMIT DROP AS"
            " SELECT v.value, CASE WHEN v.value = lower(v.value) THEN lower(k.word) ELSE k.word END AS word FROM"
            f" (SELECT DISTINCT {field.key} AS value FROM {self.table} WHERE {field.key} IS NOT NULL) v"
            " CROSS JOIN LATERAL (SELECT word, similarity(lower(word), lower(v.value)) AS alike"
            " FROM unnest(%(words)s::text[]) AS word ORDER BY 2 DESC, 1 LIMIT 1) k"
            " WHERE k.alike >= %(alike)s AND NOT lower(v.value) = ANY(%(plain)s::text[])",
            {
                "words": words,
                "plain": [word.lower() for word in words],
                "alike": ALIKE_WORD,
            },
        )
        self.problem(
            "spelling",
            field.key,
            f"{field.key} IN (SELECT value FROM near)",
            suggestion=f"(SELECT word FROM near WHERE near.value = w.{field.key})",
            blocking=False,
        )
        self.run("DROP TABLE near")

    # -- finding records ---------------------------------------------------------------------------------------------

    def offer(self) -> None:
        """A table `offer_<target>` of every way to name a record of the target this importer makes, batch included."""
        self.run(f"DROP TABLE IF EXISTS offer_{self.importer.makes}")
        offer_existing(self.batch, self.importer.makes)

    def offer_rows(self, *names: str) -> None:
        """Add this file's own rows to the offer, by the given columns: links of later files find them."""
        for name in names:
            self.run(
                f"INSERT INTO offer_{self.importer.makes} (id, value, label)"
                f" SELECT id, imports_key({name}), {name} FROM {self.table} w"
                f" WHERE id IS NOT NULL AND {name} IS NOT NULL AND NOT EXISTS"
                f" (SELECT FROM offer_{self.importer.makes} o WHERE o.id = w.id AND o.value = imports_key({name}))"
            )

    def match(self, *natural: str) -> None:
        """Find the record each row means: by the source's id, else by a natural key; two candidates block the row."""
        key = self.importer.external_field
        if key and self.has(key):
            self.run(
                f"UPDATE {self.table} w SET id = x.record_id, matched_by = 'external_id' FROM imports_externalid x"
                f" WHERE x.source = %s AND x.kind = %s AND x.external_id = w.{key}",
                [self.batch.source, self.importer.makes],
            )
        for name in natural:
            self._match_by(name, has_ids=bool(key and self.has(key)))
        gone = targets[self.importer.makes].gone
        if gone:
            self.problem("person_erased", key or natural[0], f"id IN ({gone})")

    def _match_by(self, name: str, *, has_ids: bool) -> None:
        """A row with an id of its own never takes a record that this source knows under another id."""
        makes = self.importer.makes
        found = f"SELECT value, min(id) AS id, count(DISTINCT id) AS n FROM offer_{makes} GROUP BY value"
        taken = "true"
        if has_ids:
            taken = (
                "NOT EXISTS (SELECT FROM imports_externalid x WHERE x.source = %(source)s AND x.kind = %(kind)s"
                " AND x.record_id = o.id)"
            )
        several = f"id IS NULL AND imports_key({name}) IN (SELECT value FROM ({found}) o WHERE n > 1)"
        if not has_ids:
            self.problem("ambiguous_match", name, several)
            twice = f"SELECT imports_key({name}) FROM {self.table} GROUP BY 1 HAVING count(*) > 1"
            self.problem("twice_in_file", name, f"imports_key({name}) IN ({twice})")
        self.run(
            f"UPDATE {self.table} w SET id = o.id, matched_by = '{name}' FROM ({found}) o"
            f" WHERE w.id IS NULL AND o.n = 1 AND o.value = imports_key(w.{name}) AND {taken}",
            {"source": self.batch.source, "kind": makes},
        )

    def link(self, field: str, *, blocking: bool = True) -> None:
        """Fill `<field>_id` by exact name; what is not found is a problem with the nearest name as its suggestion."""
        target = self.importer.field(field).link
        offer = f"offer_{target}"
        if self.one("SELECT to_regclass(%s) IS NULL", [f"pg_temp.{offer}"]):
            offer_existing(self.batch, target)
        self.run(
            f"UPDATE {self.table} w SET {field}_id = o.id FROM"
            f" (SELECT value, min(id) AS id FROM {offer} GROUP BY value HAVING count(DISTINCT id) = 1) o"
            f" WHERE o.value = imports_key(w.{field})"
        )
        several = f"SELECT value FROM {offer} GROUP BY value HAVING count(DISTINCT id) > 1"
        self.problem("ambiguous_link", field, f"{field}_id IS NULL AND imports_key({field}) IN ({several})")
        self.run(
            "CREATE TEMP TABLE near ON COMMIT DROP AS SELECT v.value, n.label FROM"
            f" (SELECT DISTINCT {field} AS value FROM {self.table} WHERE {field} IS NOT NULL AND {field}_id IS NULL) v"
            f" LEFT JOIN LATERAL (SELECT label FROM {offer} o"
            "  WHERE imports_norm(o.label) = imports_norm(v.value) OR similarity(o.label, v.value) >= %s"
            "  ORDER BY imports_norm(o.label) = imports_norm(v.value) DESC, similarity(o.label, v.value) DESC, label"
            "  LIMIT 1) n ON true",
            [ALIKE],
        )
        self.problem(
            "unknown_value",
            field,
            f"{field} IS NOT NULL AND {field}_id IS NULL AND imports_key({field}) NOT IN ({several})",
            suggestion=f"(SELECT label FROM near WHERE near.value = w.{field})",
            blocking=blocking,
        )
        self.run("DROP TABLE near")

    # -- comparing and writing ---------------------------------------------------------------------------------------

    def compare(self, table: str, columns: dict[str, str]) -> None:
        """For matched rows: what would change. columns: our column to SQL over `w`; NULL never changes anything."""
        before = " || ".join(
            f"CASE WHEN ({sql}) IS DISTINCT FROM t.{name} AND ({sql}) IS NOT NULL"
            f" THEN jsonb_build_object('{name}', t.{name}) ELSE '{{}}' END"
            for name, sql in columns.items()
        )
        after = " || ".join(
            f"CASE WHEN ({sql}) IS DISTINCT FROM t.{name} AND ({sql}) IS NOT NULL"
            f" THEN jsonb_build_object('{name}', {sql}) ELSE '{{}}' END"
            for name, sql in columns.items()
        )
        self.run(f"UPDATE {self.table} w SET before = {before}, after = {after} FROM {table} t WHERE t.id = w.id")

    def revive(self, table: str, column: str) -> None:
        """A matched record that was put away comes back, and the undo puts it away again."""
        self.run(
            f"UPDATE {self.table} w SET before = w.before || jsonb_build_object('{column}', t.{column}),"
            f" after = w.after || jsonb_build_object('{column}', NULL)"
            f" FROM {table} t WHERE t.id = w.id AND t.{column} IS NOT NULL"
        )

    def allot(self, sequence: str, *names: str) -> None:
        """Rows that match nothing become new ones with an id, and can be named by `names` from here on."""
        self.block()
        self.run(
            f"UPDATE {self.table} SET id = nextval('{sequence}'), is_new = true, action = 'create'"
            " WHERE id IS NULL AND action IS NULL"
        )
        key = self.importer.external_field
        self.offer_rows(*names, *((key,) if key and self.has(key) else ()))

    def decide(self) -> None:
        """Block what has a problem and take it from the offer; the rest is new, changed or unchanged."""
        self.block()
        self.run(
            f"DELETE FROM offer_{self.importer.makes} WHERE id IN"
            f" (SELECT id FROM {self.table} WHERE is_new AND action = 'blocked')"
        )
        self.run(
            f"UPDATE {self.table} SET action = CASE WHEN after <> '{{}}' THEN 'update' ELSE 'unchanged' END"
            " WHERE action IS NULL"
        )

    def block(self) -> None:
        self.run(
            f"UPDATE {self.table} w SET action = 'blocked' FROM imports_problem p"
            " WHERE p.file_id = %s AND p.blocking AND p.row_number = w.row_number",
            [self.file.pk],
        )

    def plan(self) -> None:
        """Keep what was decided for the preview."""
        self.run(
            "INSERT INTO imports_plannedrow (file_id, row_number, action, matched_by, label, before, after)"
            f" SELECT %s, row_number, action, matched_by, coalesce(label, ''), before, after FROM {self.table}"
            " ON CONFLICT DO NOTHING",
            [self.file.pk],
        )

    def insert(self, model: type[Model], columns: dict[str, str]) -> int:
        """New rows of `model`. columns: column to SQL over `w`; what is not named gets the model's own default."""
        return self.run(*insert_sql(model, columns, f"{self.table} w WHERE w.action = 'create' ORDER BY w.row_number"))

    def update(self, model: type[Model], columns: dict[str, str]) -> int:
        """Changed rows; an empty cell keeps what is there."""
        sets = ", ".join(f"{name} = coalesce({sql}, t.{name})" for name, sql in columns.items())
        return self.run(
            f"UPDATE {model._meta.db_table} t SET {sets}, row_version = t.row_version + 1"
            f" FROM {self.table} w WHERE w.action = 'update' AND t.id = w.id"
        )

    def remember(self, kind: str = "") -> None:
        """What was made and changed, for the undo; and the source's ids, for the next time."""
        kind = kind or self.importer.makes
        self.run(
            "INSERT INTO imports_batchrecord (batch_id, kind, record_id, action, before, after)"
            f" SELECT %s, %s, id, CASE action WHEN 'create' THEN 'created' ELSE 'changed' END, before, after"
            f" FROM {self.table} WHERE action IN ('create', 'update')",
            [self.batch.pk, kind],
        )
        key = self.importer.external_field
        if key and self.has(key):
            self.run(
                "INSERT INTO imports_externalid (source, kind, external_id, record_id, batch_id)"
                f" SELECT %s, %s, {key}, id, %s FROM {self.table}"
                f" WHERE {key} IS NOT NULL AND action <> 'blocked' ON CONFLICT (source, kind, external_id) DO NOTHING",
                [self.batch.source, kind, self.batch.pk],
            )


def offer_existing(batch: ImportBatch, target: str) -> None:
    """`offer_<target>`: (id, value, label), the records there are, by every name and by the ids of this source."""
    asked = targets[target]
    parameters = {"source": batch.source, "target": target, **asked.parameters(batch)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE offer_{target} ON COMMIT DROP AS"
            f" SELECT id::bigint AS id, imports_key(value) AS value, label::text AS label FROM ({asked.candidates}) c"
            " WHERE value IS NOT NULL"
            " UNION ALL SELECT record_id, imports_key(external_id), external_id FROM imports_externalid"
            " WHERE source = %(source)s AND kind = %(target)s",
            parameters,
        )
        cursor.execute(f"CREATE INDEX ON offer_{target} (value)")


def insert_sql(model: type[Model], columns: dict[str, str], source: str) -> tuple[str, list[Any]]:
    """INSERT .. SELECT from `source` that fills the columns nobody named as the model does."""
    names, values, params = list(columns), list(columns.values()), []
    for field in model._meta.local_concrete_fields:
        if field.column in columns or field.null or field.primary_key or field.db_default is not NOT_PROVIDED:
            continue
        names.append(str(field.column))
        if isinstance(field, UUIDField):
            values.append("gen_random_uuid()")
        else:
            values.append("%s")
            params.append(field.get_db_prep_save(field.get_default(), connection))
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    return f"INSERT INTO {model._meta.db_table} ({quoted}) SELECT {', '.join(values)} FROM {source}", params
