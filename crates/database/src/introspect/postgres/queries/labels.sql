SELECT l.classoid, l.objoid, 133, format('SECURITY LABEL FOR %I ON %s %s IS %L', l.provider, upper(l.objtype), l.objname, l.label)
FROM pg_seclabels l WHERE l.objoid >= 16384 AND l.objnamespace IS NOT NULL
