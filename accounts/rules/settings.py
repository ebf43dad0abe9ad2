"""What organisation settings may name: forecast categories with their shipped words, and areas to switch on."""

CATEGORIES = {"won": "Won", "commit": "Commit", "upside": "Upside", "pipeline": "Pipeline", "lost": "Lost"}
AREAS = {"compensation": "Compensation", "territories": "Territories", "training": "Training", "desk": "Desk"}

CALENDAR = ("fiscal_start_month", "fiscal_pattern", "fiscal_year_named_by", "time_zone")
SETTINGS = (*CALENDAR, "name", "currency", "won_follows", "category_labels", "areas", "capture_bodies")
"""What is dated: the names of the organisation's columns."""
