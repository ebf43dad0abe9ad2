-- The three roles of one cluster; may run again at any time.
-- salesops_owner owns the tables and migrates. salesops_app runs web and workers: no superuser, no BYPASSRLS, no TRUNCATE.
-- salesops_reader has no login; the application enters it by SET LOCAL ROLE, and row policies bind it alone. NOINHERIT:
-- a policy for the reader must never bind the application by membership.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'salesops_owner') THEN
        CREATE ROLE salesops_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'salesops_app') THEN
        CREATE ROLE salesops_app LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'salesops_reader') THEN
        CREATE ROLE salesops_reader NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
END
$$;
GRANT salesops_reader TO salesops_app;
