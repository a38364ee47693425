-- What differs from the privileges that an object has from the start (`pg_init_privs` where initdb set some). Those of
-- the owner, in whose entries grantee and grantor are one, are left out: who owns an object is not part of a schema.
-- Whether everybody may create in `public` differs between versions of the engine and is left out too.
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
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, w.fdwacl, w.fdwowner, 'F', format('FOREIGN DATA WRAPPER %I', w.fdwname), NULL
    FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL AND :own(pg_foreign_data_wrapper, w.oid)
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, s.oid, s.srvacl, s.srvowner, 'S', format('FOREIGN SERVER %I', s.srvname), NULL
    FROM pg_foreign_server s WHERE s.srvacl IS NOT NULL AND :own(pg_foreign_server, s.oid)
), now AS (
    SELECT o.class, o.oid, o.name, o.col, a.grantee, a.privilege_type, a.is_grantable
    FROM object o CROSS JOIN LATERAL aclexplode(o.acl) a WHERE a.grantee <> a.grantor AND NOT (o.name = 'SCHEMA public' AND a.grantee = 0 AND a.privilege_type = 'CREATE')
), at_first AS (
    SELECT o.class, o.oid, o.name, o.col, a.grantee, a.privilege_type, a.is_grantable
    FROM object o
    LEFT JOIN pg_init_privs i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = 0 AND o.col IS NULL
    CROSS JOIN LATERAL aclexplode(coalesce(i.initprivs, acldefault(o.kind, o.owner))) a
    WHERE o.col IS NULL AND a.grantee <> a.grantor AND NOT (o.name = 'SCHEMA public' AND a.grantee = 0 AND a.privilege_type = 'CREATE')
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
-- Everywhere, they stand in place of what the engine gives of its own accord; in a schema, they come on top of it.
SELECT 'pg_default_acl'::regclass::oid, oid, CASE WHEN granted THEN 128 ELSE 127 END,
       format('ALTER DEFAULT PRIVILEGES%s%s %s %s ON %s %s %s%s',
              CASE pg_get_userbyid(defaclrole) WHEN current_user THEN '' ELSE format(' FOR ROLE %I', pg_get_userbyid(defaclrole)) END,
              CASE WHEN defaclnamespace = 0 THEN '' ELSE format(' IN SCHEMA %I', nspname) END,
              CASE WHEN granted THEN 'GRANT' ELSE 'REVOKE' END,
              string_agg(privilege_type, ', ' ORDER BY privilege_type),
              CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
                                 WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END,
              CASE WHEN granted THEN 'TO' ELSE 'FROM' END,
              CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
              CASE WHEN granted AND is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
FROM (
    SELECT d.oid, d.defaclrole, d.defaclnamespace, d.defaclobjtype, n.nspname, x.*
    FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
    CROSS JOIN LATERAL (
        SELECT acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END::"char", d.defaclrole) AS usual
    ) u
    CROSS JOIN LATERAL (
        SELECT true AS granted, a.grantee, a.privilege_type, a.is_grantable FROM aclexplode(d.defaclacl) a
        WHERE NOT EXISTS (SELECT FROM aclexplode(u.usual) b WHERE d.defaclnamespace = 0 AND b.grantee = a.grantee AND b.privilege_type = a.privilege_type)
        UNION ALL
        SELECT false, b.grantee, b.privilege_type, false FROM aclexplode(u.usual) b
        WHERE d.defaclnamespace = 0
          AND NOT EXISTS (SELECT FROM aclexplode(d.defaclacl) a WHERE a.grantee = b.grantee AND a.privilege_type = b.privilege_type)
    ) x
    WHERE x.grantee <> d.defaclrole AND (n.oid IS NULL OR (:in_scope))
) d
GROUP BY oid, defaclrole, defaclnamespace, defaclobjtype, nspname, granted, grantee, is_grantable
