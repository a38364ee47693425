use findings::SourceText;

use super::*;
use crate::Dialect;
use crate::read::{Limits, read};

const SCHEMA: &str = "
    CREATE SCHEMA app;
    CREATE TYPE mood AS ENUM ('sad', 'happy');
    CREATE SEQUENCE numbers;
    CREATE TABLE users (id integer PRIMARY KEY, name text, mood mood);
    CREATE TABLE app.notes (id integer PRIMARY KEY, user_id integer, body text, mood mood);
    CREATE FUNCTION helper(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n $$;
";

fn uses(function: &str) -> (Vec<String>, bool, bool) {
    let text = format!("{SCHEMA} {function}");
    let reading = read(Dialect::Postgres, &[SourceText::new("a", text)], &Limits::default());
    assert!(reading.diagnostics.is_empty(), "{:#?}", reading.diagnostics);
    let all = of_all(&reading.catalogue);
    let found = all.into_iter().find(|(signature, _)| signature.name == "f").map(|(_, it)| it).unwrap_or_default();
    (found.paths.iter().map(ToString::to_string).collect(), found.dynamic, found.understood)
}

#[test]
fn sql_bodies_tell_what_they_use() {
    let (paths, dynamic, understood) = uses(
        "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$
           SELECT count(u.name) FROM users AS u JOIN app.notes ON user_id = u.id WHERE u.mood = 'sad'::mood AND helper(1) > 0;
           UPDATE app.notes SET body = 'x' WHERE notes.id = nextval('numbers') $$;",
    );
    assert!(understood && !dynamic);
    assert_eq!(
        paths,
        [
            "enum public.mood",
            "sequence public.numbers",
            "table app.notes",
            "table public.users",
            "column app.notes.body",
            "column app.notes.id",
            "column app.notes.user_id",
            "column public.users.id",
            "column public.users.mood",
            "column public.users.name",
            "function public.helper(integer)",
        ]
    );
}

#[test]
fn standard_bodies_are_read_too() {
    let (paths, _, understood) =
        uses("CREATE FUNCTION f() RETURNS SETOF text BEGIN ATOMIC SELECT name FROM users; END;");
    assert!(understood);
    assert_eq!(paths, ["table public.users", "column public.users.name"]);
}

#[test]
fn plpgsql_bodies_tell_what_they_use() {
    let (paths, dynamic, understood) = uses(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
         DECLARE
           whose users.name%TYPE;
           note app.notes%ROWTYPE;
           body text := 'a local variable';
         BEGIN
           IF NEW.mood IS NULL THEN
             SELECT name INTO whose FROM users WHERE id = NEW.user_id;
           END IF;
           INSERT INTO app.notes (id, body) VALUES (1, body);
           RETURN NEW;
         END $$;
         CREATE TRIGGER g BEFORE INSERT ON app.notes FOR EACH ROW EXECUTE FUNCTION f();",
    );
    assert!(understood && !dynamic);
    assert_eq!(
        paths,
        [
            "table app.notes",
            "table public.users",
            "column app.notes.body",
            "column app.notes.id",
            "column app.notes.mood",
            "column app.notes.user_id",
            "column public.users.id",
            "column public.users.name",
        ]
    );
}

#[test]
fn what_dynamic_sql_uses_is_not_known() {
    let (paths, dynamic, understood) = uses(
        "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM ' || t; END $$;",
    );
    assert!(dynamic && understood && paths.is_empty());
    let (_, _, understood) = uses("CREATE FUNCTION f() RETURNS void LANGUAGE internal AS 'now';");
    assert!(!understood);
}

#[test]
fn names_of_with_are_no_relations() {
    let (paths, ..) = uses(
        "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ WITH users AS (SELECT 1 AS id) SELECT id FROM users $$;",
    );
    assert!(paths.is_empty(), "{paths:?}");
}
