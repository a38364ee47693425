-- What differs from the privileges that an object has from the start (`pg_init_privs` where initdb set some). Those of
-- the owner, in whose entries grantee and grantor are one, are left out: who owns an object is not part of a schema.
WITH object AS (
    SELECT 'pg_class'::regclass AS class, c.oid, c.relacl AS acl, c.relowner AS owner,
           (CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char" AS kind,
           format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname) AS name, NULL::text AS col
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND :in_scope AND :own(pg_class, c.oid)
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, a.attacl, c.relowner, 'c', format('TABLE %I.%I', n.nspname, c.relname), a.attname
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND :in_scope AND :own(pg_class, c.oid)
    UNION ALL
    SELECT 'pg_namespace'::regclass, n.oid, n.nspacl, n.nspowner, 'n', format('SCHEMA %I', n.nspname), NULL
    FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND :in_scope AND :own(pg_namespace, n.oid)
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, p.proacl, p.proowner, 'f', 'ROUTINE ' || p.oid::regprocedure, NULL
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.proacl IS NOT NULL AND :in_scope AND :own(pg_proc, p.oid)
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, t.typacl, t.typowner, 'T', format('TYPE %I.%I', n.nspname, t.typname), NULL
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typacl IS NOT NULL AND :in_scope AND :own(pg_type, t.oid)
), now AS (
    SELECT o.class, o.oid, o.name, o.col, a.grantee, a.privilege_type, a.is_grantable
    FROM object o CROSS JOIN LATERAL aclexplode(o.acl) a WHERE a.grantee <> a.grantor
), at_first AS (
    SELECT o.class, o.oid, o.name, o.col, a.grantee, a.privilege_type, a.is_grantable
    FROM object o
    LEFT JOIN pg_init_privs i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = 0 AND o.col IS NULL
    CROSS JOIN LATERAL aclexplode(coalesce(i.initprivs, acldefault(o.kind, o.owner))) a
    WHERE o.col IS NULL AND a.grantee <> a.grantor
), difference AS (
    SELECT true AS granted, * FROM (SELECT * FROM now EXCEPT SELECT * FROM at_first) x
    UNION ALL
    SELECT false, * FROM (SELECT * FROM at_first EXCEPT SELECT * FROM now) x
)
SELECT class::oid, oid, CASE WHEN granted THEN 125 ELSE 124 END,
       format(CASE WHEN granted THEN 'GRANT %s ON %s TO %s%s' ELSE 'REVOKE %s ON %s FROM %s' END,
              string_agg(privilege_type || CASE WHEN col IS NULL THEN '' ELSE format(' (%I)', col) END, ', ' ORDER BY privilege_type), name,
              CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
              CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
FROM difference
GROUP BY class, oid, granted, name, col, grantee, is_grantable
UNION ALL
SELECT 'pg_default_acl'::regclass::oid, d.oid, 126,
       format('ALTER DEFAULT PRIVILEGES%s%s GRANT %s ON %s TO %s%s',
              CASE pg_get_userbyid(d.defaclrole) WHEN current_user THEN '' ELSE format(' FOR ROLE %I', pg_get_userbyid(d.defaclrole)) END,
              CASE WHEN d.defaclnamespace = 0 THEN '' ELSE format(' IN SCHEMA %I', n.nspname) END,
              string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type),
              CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
                                   WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
              CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
              CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
CROSS JOIN LATERAL aclexplode(d.defaclacl) a
WHERE a.grantee <> d.defaclrole AND (n.oid IS NULL OR (:in_scope))
GROUP BY d.oid, d.defaclrole, d.defaclnamespace, d.defaclobjtype, n.nspname, a.grantee, a.is_grantable
