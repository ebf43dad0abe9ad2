#!/bin/sh
# Runs once in the PostgreSQL container, on an empty data directory: roles with their passwords, the database, its rights.
set -eu

psql --set ON_ERROR_STOP=1 --username postgres --file /salesops/roles.sql
psql --set ON_ERROR_STOP=1 --username postgres \
    --set app="$(cat /run/secrets/app_password)" --set owner="$(cat /run/secrets/owner_password)" <<'SQL'
ALTER ROLE salesops_app PASSWORD :'app';
ALTER ROLE salesops_owner PASSWORD :'owner';
CREATE DATABASE salesops OWNER salesops_owner;
SQL
psql --set ON_ERROR_STOP=1 --username postgres --dbname salesops --file /salesops/database.sql
