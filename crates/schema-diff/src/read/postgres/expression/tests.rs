use super::*;

fn columns() -> Columns {
    let types = [
        ("a", "integer"),
        ("b", "integer"),
        ("name", "character varying(20)"),
        ("note", "text"),
        ("d", "date"),
        ("at", "timestamp with time zone"),
        ("ok", "boolean"),
        ("price", "numeric(10,2)"),
    ];
    let types = types.into_iter().map(|(name, data_type)| (name.to_owned(), data_type.to_owned())).collect();
    Columns { table: "t".to_owned(), types }
}

/// What an author wrote, and what the engine prints for it.
#[test]
fn what_the_engine_prints_equals_what_was_written() {
    for (written, printed) in [
        ("a > b", "((a > b))"),
        ("t.a > 0", "(a > 0)"),
        ("name = 'x'", "((name)::text = 'x'::text)"),
        ("note <> ''", "(note <> ''::text)"),
        ("note != ''", "(note <> ''::text)"),
        ("a IN (1, 2)", "(a = ANY (ARRAY[1, 2]))"),
        ("a IN (1)", "(a = 1)"),
        ("note IN ('x', 'y')", "(note = ANY (ARRAY['x'::text, 'y'::text]))"),
        ("name IN ('x','y')", "((name)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))"),
        (
            "name NOT IN ('x','y')",
            "((name)::text <> ALL (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))",
        ),
        ("a IN (b, 3)", "((a = 3) OR (a = b))"),
        ("note LIKE 'a%'", "(note ~~ 'a%'::text)"),
        ("note NOT LIKE 'a%'", "(note !~~ 'a%'::text)"),
        ("note ILIKE 'a%' AND NOT ok", "((note ~~* 'a%'::text) AND (NOT ok))"),
        ("note LIKE 'a#%' ESCAPE '#'", "(note ~~ like_escape('a#%'::text, '#'::text))"),
        ("a BETWEEN 1 AND 2 OR b = 1", "(((a >= 1) AND (a <= 2)) OR (b = 1))"),
        ("a NOT BETWEEN 1 AND 2", "((a < 1) OR (a > 2))"),
        ("CAST(a AS bigint) > 1", "((a)::bigint > 1)"),
        ("price > 1", "(price > (1)::numeric)"),
        ("a = -1", "(a = '-1'::integer)"),
        ("a = -1", "(a = (-1))"),
        ("ok = true", "(ok = true)"),
        ("ok = 't'::boolean", "(ok = true)"),
        ("a IS NOT NULL AND (b IS NULL OR a > b)", "((a IS NOT NULL) AND ((b IS NULL) OR (a > b)))"),
        ("a = 1 AND (b = 2 AND ok)", "((a = 1) AND ((b = 2) AND ok))"),
        ("NOT (a = b)", "(NOT (a = b))"),
        ("a IS DISTINCT FROM b", "(a IS DISTINCT FROM b)"),
        ("coalesce(note, '') <> ''", "(COALESCE(note, ''::text) <> ''::text)"),
        ("length(trim(name)) > 0", "(length(btrim((name)::text)) > 0)"),
        ("trim(both from note) = ''", "(TRIM(BOTH FROM note) = ''::text)"),
        ("extract(YEAR from d) > 2000", "(EXTRACT(year FROM d) > (2000)::numeric)"),
        ("substring(note from 1 for 2) = 'x'", "(SUBSTRING(note FROM 1 FOR 2) = 'x'::text)"),
        ("substring(note, 1, 2) = 'x'", "(\"substring\"(note, 1, 2) = 'x'::text)"),
        ("position('x' in note) > 0", "(POSITION(('x'::text) IN (note)) > 0)"),
        ("at > now() - interval '1 day'", "(at > (now() - '1 day'::interval))"),
        ("at > now() - interval '2 hours'", "(at > (now() - '02:00:00'::interval))"),
        ("d > '2020-01-01'", "(d > '2020-01-01'::date)"),
        ("at > '2020-01-01'", "(at > '2020-01-01 00:00:00+00'::timestamp with time zone)"),
        ("at AT TIME ZONE 'utc' > d", "((at AT TIME ZONE 'utc'::text) > d)"),
        ("lower(name) = name", "(lower((name)::text) = (name)::text)"),
        ("CASE WHEN a > 1 THEN 'x' END = 'y'", "(CASE WHEN (a > 1) THEN 'x'::text ELSE NULL::text END = 'y'::text)"),
        ("note ~ '^[a-z]+$'", "(note ~ '^[a-z]+$'::text)"),
        ("a + b * 2 > 3", "((a + (b * 2)) > 3)"),
        ("(a + b) * 2 > 3", "(((a + b) * 2) > 3)"),
        ("a % 2 = 0", "((a % 2) = 0)"),
        ("note = ANY ('{x,y}')", "(note = ANY ('{x,y}'::text[]))"),
        ("(a, b) = (1, 2)", "(ROW(a, b) = ROW(1, 2))"),
        ("num_nonnulls(a, b) = 1", "(num_nonnulls(a, b) = 1)"),
        ("pg_catalog.lower(note) = public.f(a)", "(lower(note) = f(a))"),
        ("a OPERATOR(pg_catalog.=) b", "(a = b)"),
        ("(note->>'k') IS NOT NULL", "((note ->> 'k'::text) IS NOT NULL)"),
    ] {
        let names = Names::default();
        let read = |text| canonical(text, &names, &columns(), None);
        assert_eq!(read(written), read(printed), "{written}");
    }
}

#[test]
fn defaults_are_read_as_values_of_their_column() {
    for (data_type, written, printed) in [
        ("text", "'x'", "'x'::text"),
        ("boolean", "'f'", "false"),
        ("integer", "'1'", "1"),
        ("bigint", "'-5'", "'-5'::bigint"),
        ("jsonb", "'{\"a\":1}'", "'{\"a\": 1}'::jsonb"),
        ("public.mood", "'ok'", "'ok'::public.mood"),
        ("text[]", "'{}'", "'{}'::text[]"),
        ("text[]", "ARRAY['a','b']", "ARRAY['a'::text, 'b'::text]"),
        ("interval", "'1 hour'", "'01:00:00'::interval"),
        ("timestamp without time zone", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
        ("timestamp without time zone", "(now() at time zone 'utc')", "timezone('utc'::text, now())"),
        ("bigint", "nextval('s')", "nextval('public.s'::regclass)"),
        ("character varying(10)", "'a'::varchar", "'a'::character varying"),
    ] {
        let names = Names::default();
        let read = |text| canonical(text, &names, &Columns::default(), Some(data_type));
        assert_eq!(read(written), read(printed), "{written}");
    }
}

#[test]
fn what_differs_stays_different() {
    let names = Names::default();
    for (one, other) in [
        ("a > 1", "a >= 1"),
        ("now()", "CURRENT_TIMESTAMP"),
        ("a AND b OR ok", "a AND (b OR ok)"),
        ("'x'", "'X'"),
        ("a - (b - 1)", "a - b - 1"),
        ("\"A\" = 1", "a = 1"),
        ("NOT a = b", "(NOT ok) = b"),
        ("a::text", "a::bigint"),
    ] {
        let read = |text| canonical(text, &names, &columns(), None);
        assert_ne!(read(one), read(other));
    }
}

#[test]
fn what_cannot_be_read_is_kept_as_tokens() {
    assert_eq!(canonical("a b ~ ) 'X'", &Names::default(), &Columns::default(), None), "a b ~ ) 'X'");
}
