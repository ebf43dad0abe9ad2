"""Tables: a class declares columns, filters and order; an instance is one person's view of one scoped queryset."""

from salesops.web.tables.columns import BulkAction, Column, Empty, Row
from salesops.web.tables.table import Table

__all__ = ["BulkAction", "Column", "Empty", "Row", "Table"]
