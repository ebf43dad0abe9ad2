-- Rights inside one database, before its first migration; may run again at any time.
-- What the owner creates from now on, the application may read and write and the reader may read; nobody may TRUNCATE.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO salesops_owner;
GRANT USAGE ON SCHEMA public TO salesops_app, salesops_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE salesops_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO salesops_app;
ALTER DEFAULT PRIVILEGES FOR ROLE salesops_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO salesops_app;
ALTER DEFAULT PRIVILEGES FOR ROLE salesops_owner IN SCHEMA public
    GRANT SELECT ON TABLES TO salesops_reader;
