"""Plain multi-row INSERTs, their text made once per model and count.

Building the statement anew each time, as `bulk_create` does, costs more than the write itself, and
on a busy board this is every note.
"""

from functools import lru_cache

from django.db import connection, models

LARGEST = 200
# These say themselves how they are stored; for the others it is the attribute as it stands.
WITH_FORM = (models.DateTimeField, models.DateField, models.JSONField, models.DecimalField)


def insert(rows) -> None:
    """Insert instances of one model and give them their primary keys."""
    for start in range(0, len(rows), LARGEST):
        _insert(rows[start : start + LARGEST])


def _insert(rows) -> None:
    columns, sql = _statement(type(rows[0]), len(rows))
    values = [
        field.get_db_prep_save(getattr(row, name), connection) if field else getattr(row, name)
        for row in rows
        for name, field in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding = False


@lru_cache(maxsize=256)
def _statement(model, count: int):
    """The columns as (attribute, field where it has a form of its own), and the text."""
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = [(f.attname, f if isinstance(f, WITH_FORM) else None) for f in fields]
    names = ", ".join(quote(field.column) for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    return columns, (
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) "
        f"VALUES {', '.join([one] * count)} RETURNING {quote(model._meta.pk.column)}"
    )
