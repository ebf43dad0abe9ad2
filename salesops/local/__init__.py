"""The embedded stack: PostgreSQL, Valkey, migrate, web, workers and beat under one launcher."""
