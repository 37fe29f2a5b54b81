"""Empties the database after a test that committed, as the owner: the application role may neither DELETE nor TRUNCATE.

Django's own way truncates every table and makes all permissions anew, which takes longer than most tests.
"""

# What the migrations made and no test changes.
KEPT = ("django_migrations", "django_content_type", "auth_permission")
# Bytes of a table above which its rows, and the space of those deleted before, are better thrown away as a whole.
LARGE = 1024 * 1024
# Deletes from the few tables that a test filled, while triggers and foreign keys look away. On servers of one's own,
# where the owner may not have them look away, all tables are truncated.
EMPTY = f"""
DO $$
DECLARE
  here regclass;
  tables regclass[];
  largest bigint;
BEGIN
  SELECT array_agg(oid), max(pg_relation_size(oid)) INTO tables, largest FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT IN {KEPT};
  IF largest > {LARGE} OR NOT has_parameter_privilege('session_replication_role', 'SET') THEN
    EXECUTE 'TRUNCATE ' || array_to_string(tables, ', ');
    RETURN;
  END IF;
  SET LOCAL session_replication_role = replica;
  FOREACH here IN ARRAY tables LOOP
    CONTINUE WHEN pg_relation_size(here) = 0;
    EXECUTE format('DELETE FROM %s', here);
  END LOOP;
END $$
"""
