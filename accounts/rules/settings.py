"""What organisation settings may name: forecast categories with their shipped words, and areas to switch on."""

CATEGORIES = {"won": "Won", "commit": "Commit", "upside": "Upside", "pipeline": "Pipeline", "lost": "Lost"}
AREAS = {"compensation": "Compensation", "territories": "Territories", "training": "Training", "desk": "Desk"}
