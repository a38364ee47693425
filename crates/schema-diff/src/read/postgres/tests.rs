use crate::Dialect;
use crate::catalogue::{Catalogue, QualifiedName};

use super::*;

fn reading(text: &str) -> Reading {
    crate::read::read(Dialect::Postgres, &[SourceText::new("test.sql", text)], &Limits::default())
}

fn catalogue(text: &str) -> Catalogue {
    let reading = reading(text);
    let messages: Vec<_> = reading.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
    assert!(messages.is_empty(), "{messages:?}\n{text}");
    reading.catalogue
}

/// The same schema written by hand, by steps, and as the engine dumps it.
#[test]
fn the_same_schema_reads_the_same_however_it_is_written() {
    for (one, other) in [
        (
            "CREATE TABLE t (id serial PRIMARY KEY, n varchar(10) UNIQUE DEFAULT 'x', CHECK (n <> ''))",
            "SELECT pg_catalog.set_config('search_path', '', false);
             CREATE TABLE public.t (id integer NOT NULL, n character varying(10) DEFAULT 'x'::character varying,
                 CONSTRAINT t_n_check CHECK (((n)::text <> ''::text)));
             CREATE SEQUENCE public.t_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
             ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
             ALTER TABLE ONLY public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);
             ALTER TABLE ONLY public.t ADD CONSTRAINT t_n_key UNIQUE (n);
             ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);",
        ),
        (
            "CREATE TABLE t (a int, p daterange, PRIMARY KEY (a, p WITHOUT OVERLAPS));
             CREATE TABLE u (a int, q daterange, FOREIGN KEY (a, PERIOD q) REFERENCES t)",
            "CREATE TABLE public.t (a int NOT NULL, p daterange NOT NULL);
             ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a, p WITHOUT OVERLAPS);
             CREATE TABLE public.u (a int, q daterange);
             ALTER TABLE ONLY public.u ADD CONSTRAINT u_a_q_fkey FOREIGN KEY (a, PERIOD q) REFERENCES public.t(a, PERIOD p)",
        ),
        (
            "CREATE TABLE t (a int, b int); CREATE INDEX ON t (a DESC, lower(b::text)) WHERE a IN (1, 2)",
            "CREATE TABLE t (a int, b int);
             CREATE INDEX t_a_lower_idx ON public.t USING btree (a DESC, lower((b)::text)) WHERE (a = ANY (ARRAY[1, 2]))",
        ),
        (
            "CREATE TABLE t (a int); ALTER TABLE t RENAME a TO b; ALTER TABLE t RENAME TO u; ALTER TABLE u ADD c int",
            "CREATE TABLE u (b int, c int)",
        ),
        (
            "CREATE TABLE t (id int PRIMARY KEY, name text); CREATE VIEW v AS SELECT * FROM t WHERE id > 1 ORDER BY 2",
            "CREATE TABLE t (id int PRIMARY KEY, name text);
             CREATE VIEW public.v AS SELECT t.id, t.name FROM public.t WHERE (t.id > 1) ORDER BY t.name;",
        ),
        (
            "CREATE TABLE t (a int); CREATE FUNCTION f(IN x int) RETURNS trigger AS 'b' LANGUAGE plpgsql VOLATILE COST 100;
             CREATE TRIGGER r AFTER UPDATE OR INSERT ON t FOR ROW WHEN (NEW.a > 1) EXECUTE PROCEDURE f()",
            "CREATE TABLE t (a int); CREATE OR REPLACE FUNCTION public.f(x integer)\n RETURNS trigger\n LANGUAGE plpgsql\nAS $function$b$function$;
             CREATE TRIGGER r AFTER INSERT OR UPDATE ON public.t FOR EACH ROW WHEN ((new.a > 1)) EXECUTE FUNCTION public.f()",
        ),
    ] {
        assert_eq!(catalogue(one), catalogue(other), "{one}");
    }
}

#[test]
fn what_is_dropped_leaves_nothing_behind() {
    let left = catalogue(
        "CREATE TABLE t (id serial PRIMARY KEY, a int UNIQUE CHECK (a > 0)); CREATE TABLE u (t int REFERENCES t);
         CREATE INDEX ON t (a); ALTER TABLE t DROP COLUMN a; DROP TABLE t CASCADE; DROP TABLE u",
    );
    assert_eq!(left, Catalogue::empty(Dialect::Postgres));
}

#[test]
fn what_is_not_modelled_is_kept_and_said() {
    let reading = reading("CREATE TABLE t (a int); DO $$ BEGIN NULL; END $$; CREATE TEMPORARY TABLE q (a int)");
    assert_eq!(reading.catalogue.unmodelled.len(), 2);
    assert_eq!(reading.catalogue.tables.len(), 1);
    assert!(reading.diagnostics.iter().all(|it| it.code == "unsupported-statement"));
}

#[test]
fn a_bad_statement_is_reported_with_its_place_and_the_rest_is_read() {
    let reading = reading(
        "CREATE TABLE a (x int);\nCREATE TABLE b (x int,, y);\nALTER TABLE c ADD x int;\nCREATE TABLE d (x int);",
    );
    let places: Vec<_> = reading
        .diagnostics
        .iter()
        .map(|it| (it.code.as_str(), it.location.as_ref().map_or(0, |location| location.start.line)))
        .collect();
    assert_eq!(places.first(), Some(&("syntax-error", 2)));
    assert_eq!(places.last(), Some(&("unknown-object", 3)));
    assert!(reading.catalogue.tables.contains_key(&QualifiedName::new("public", "d")));
}

#[test]
fn hostile_input_gives_errors_and_nothing_worse() {
    let garbage: String = (0..20_000_u32).filter_map(|at| char::from_u32(at * 7919 % 0x3000)).collect();
    let chain = format!("CREATE VIEW v AS SELECT {} 1", "- ".repeat(9_000));
    let case = format!("CREATE TABLE t (a int CHECK ({} 1))", "CASE WHEN ".repeat(4_000));
    for text in [&garbage, &chain, &case, &"(".repeat(100_000), &"'".to_owned()] {
        reading(text);
    }
    let cycle = reading("CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a;");
    assert_eq!(cycle.catalogue.views.len(), 2);
}

#[test]
fn comments_tell_former_names() {
    let reading = reading(
        "-- renamed from: old\nCREATE TABLE new (\n  a int, -- renamed from: b\n  -- renamed from: d\n  c int\n);",
    );
    let names: Vec<_> = reading.renamed_from.iter().map(|(path, name)| format!("{path} <- {name}")).collect();
    assert_eq!(names, ["table public.new <- old", "column public.new.a <- b", "column public.new.c <- d"]);
}

#[test]
fn keys_over_periods_are_told_from_others() {
    let key = |text: &str| catalogue(&format!("CREATE TABLE t (a int, p daterange, UNIQUE (a, p{text}))"));
    assert_ne!(key(""), key(" WITHOUT OVERLAPS"));
}
