-- Which object needs which, both as the node that its statement has: a default is part of its table, the rule `_RETURN`
-- of its view, a row type of its relation, an array of its element, a domain's check of the domain. A sequence does not
-- need the column that owns it: that is said in a statement of its own.
WITH edge AS (
    SELECT DISTINCT
           CASE WHEN ad.oid IS NOT NULL OR rw.oid IS NOT NULL THEN 'pg_class'::regclass::oid
                WHEN ck.oid IS NOT NULL OR cc.oid IS NOT NULL THEN 'pg_type'::regclass::oid
                ELSE d.classid END AS class,
           coalesce(ad.adrelid, rw.ev_class, ck.contypid, cc.reltype, d.objid) AS object,
           CASE WHEN rt.typrelid <> 0 AND rc.relkind <> 'c' THEN 'pg_class'::regclass::oid
                WHEN oc.oid IS NOT NULL THEN 'pg_type'::regclass::oid
                ELSE d.refclassid END AS needed_class,
           CASE WHEN rt.typrelid <> 0 AND rc.relkind <> 'c' THEN rt.typrelid
                WHEN oc.oid IS NOT NULL THEN oc.reltype
                ELSE d.refobjid END AS needed
    FROM (
        SELECT d.classid, d.objid, d.refclassid,
               CASE WHEN e.typelem <> 0 AND e.typcategory = 'A' THEN e.typelem ELSE d.refobjid END AS refobjid
        FROM pg_depend d
        LEFT JOIN pg_type e ON d.refclassid = 'pg_type'::regclass AND e.oid = d.refobjid
        WHERE d.deptype IN ('n', 'a') AND d.objid >= 16384 AND d.refobjid >= 16384
    ) d
    LEFT JOIN pg_attrdef ad ON d.classid = 'pg_attrdef'::regclass AND ad.oid = d.objid
    LEFT JOIN pg_rewrite rw ON d.classid = 'pg_rewrite'::regclass AND rw.oid = d.objid AND rw.rulename = '_RETURN'
    LEFT JOIN pg_constraint ck ON d.classid = 'pg_constraint'::regclass AND ck.oid = d.objid AND ck.contypid <> 0
    LEFT JOIN pg_class cc ON d.classid = 'pg_class'::regclass AND cc.oid = d.objid AND cc.relkind = 'c'
    LEFT JOIN pg_type rt ON d.refclassid = 'pg_type'::regclass AND rt.oid = d.refobjid
    LEFT JOIN pg_class rc ON rc.oid = rt.typrelid
    LEFT JOIN pg_class oc ON d.refclassid = 'pg_class'::regclass AND oc.oid = d.refobjid AND oc.relkind = 'c'
    LEFT JOIN pg_class sq ON d.classid = 'pg_class'::regclass AND sq.oid = d.objid AND sq.relkind = 'S'
    WHERE sq.oid IS NULL
)
SELECT class, object, needed_class, needed FROM edge WHERE (class, object) <> (needed_class, needed)
UNION ALL
-- Attaching the index of a partition needs both indexes, or the keys that they belong to.
SELECT 'pg_inherits'::regclass::oid, h.inhrelid,
       CASE WHEN k.oid IS NULL THEN 'pg_class'::regclass::oid ELSE 'pg_constraint'::regclass::oid END, coalesce(k.oid, x.oid)
FROM pg_inherits h JOIN pg_class x ON x.oid IN (h.inhrelid, h.inhparent)
LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')
WHERE x.relkind IN ('i', 'I')
UNION ALL
-- A foreign key to a partitioned table needs a key that all partitions have.
SELECT 'pg_constraint'::regclass::oid, k.oid, 'pg_inherits'::regclass::oid, t.relid::oid
FROM pg_constraint k JOIN pg_class x ON x.oid = k.conindid AND x.relkind = 'I'
CROSS JOIN LATERAL pg_partition_tree(k.conindid) t
WHERE k.contype = 'f' AND t.parentrelid IS NOT NULL
