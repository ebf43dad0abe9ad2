"""What is planned for a seat. One file an aggregate."""

from territories.models.quotas import LIVE, MONEY_MEASURES, Quota, QuotaMeasure, QuotaPlan

__all__ = ["LIVE", "MONEY_MEASURES", "Quota", "QuotaMeasure", "QuotaPlan"]
