"""What is planned for a seat. One file an aggregate."""

from territories.models.quotas import MONEY_MEASURES, Quota, QuotaMeasure, QuotaPlan

__all__ = ["MONEY_MEASURES", "Quota", "QuotaMeasure", "QuotaPlan"]
