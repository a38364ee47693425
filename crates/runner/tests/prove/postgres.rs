//! Plans on PostgreSQL.

use database::{EngineUrl, ScratchServer};
use plan_engine::plan::{Action, PhaseName, Sql};
use schema_diff::Dialect;

use crate::support::{Draft, Work, assert_fails, assert_proven, column, index, put, remove, sql};

const BEFORE: &str = "CREATE TYPE mood AS ENUM ('sad', 'glad');
    CREATE TABLE users (id serial PRIMARY KEY, name varchar(20) NOT NULL, email text, feels mood, born date,
        tags text[], data jsonb, level smallint NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 9));
    CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id integer NOT NULL REFERENCES users (id), parent bigint REFERENCES orders (id),
        code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z]{2}-[0-9]+$'), total numeric(8, 2), at timestamptz DEFAULT now());
    CREATE VIEW rich AS SELECT u.name, sum(o.total) AS total FROM users u JOIN orders o ON o.user_id = u.id GROUP BY 1;";

pub(crate) fn server() -> ScratchServer {
    let url = std::env::var("MIGRATION_ARCHITECT_POSTGRES_URL")
        .expect("no PostgreSQL to test with: run `cargo xtask test`, which starts one");
    let url: EngineUrl = url.parse().expect("MIGRATION_ARCHITECT_POSTGRES_URL is the URL of an engine");
    ScratchServer::postgres(&url).expect("the engine that `cargo xtask test` starts is at hand")
}

fn after() -> String {
    format!("{BEFORE} CREATE INDEX users_by_name ON users (name); ALTER TABLE users DROP COLUMN email;")
}

fn index_by_name(draft: &Draft) -> Work {
    let by_name = || index(draft.after(), "users", "users_by_name");
    let concurrently = |statement: &str| Action::Sql(Sql::outside_transaction(vec![statement.to_owned()]));
    Work {
        forward: vec![
            concurrently("DROP INDEX CONCURRENTLY IF EXISTS public.users_by_name"),
            concurrently("CREATE INDEX CONCURRENTLY users_by_name ON public.users (name)"),
        ],
        back: vec![concurrently("DROP INDEX CONCURRENTLY public.users_by_name")],
        effect: put(by_name()),
        effect_back: remove(by_name()),
    }
}

fn drop_email(draft: &Draft) -> Work {
    let email = || column(draft.before(), "users", "email");
    Work {
        forward: sql(&[
            "CREATE SCHEMA IF NOT EXISTS migration_architect",
            "DROP TABLE IF EXISTS migration_architect.email",
            "CREATE TABLE migration_architect.email AS SELECT id, email FROM public.users",
            "ALTER TABLE public.users DROP COLUMN email",
        ]),
        back: sql(&[
            "ALTER TABLE public.users ADD COLUMN email text",
            "UPDATE public.users u SET email = e.email FROM migration_architect.email e WHERE e.id = u.id",
        ]),
        effect: remove(email()),
        effect_back: put(email()),
    }
}

#[test]
fn a_sound_plan_is_proven_and_its_locks_are_seen() {
    let draft = Draft::new(Dialect::Postgres, BEFORE, &after());
    let (by_name, email) = (index_by_name(&draft), drop_email(&draft));
    let proof = draft.step(PhaseName::Expand, by_name).step(PhaseName::Contract, email).prove(&server());
    assert_proven(&proof);
    let strongest = proof.steps.last().and_then(|it| it.locks.first()).expect("a column was dropped under a lock");
    assert_eq!((strongest.relation.as_str(), strongest.mode.as_str()), ("public.users", "ACCESS EXCLUSIVE"));
}

#[test]
fn a_column_dropped_too_early_breaks_the_old_version() {
    let draft = Draft::new(Dialect::Postgres, BEFORE, &after());
    let (by_name, email) = (index_by_name(&draft), drop_email(&draft));
    let proof = draft.step(PhaseName::Expand, by_name).step(PhaseName::Expand, email).prove(&server());
    assert_fails(&proof, "a statement of the old version of the application fails: column \"email\"");
}

#[test]
fn a_check_that_comes_too_early_breaks_the_old_version() {
    let after =
        format!("{BEFORE} ALTER TABLE users ADD CONSTRAINT feels_something CHECK (feels IS NOT NULL) NOT VALID;");
    let draft = Draft::new(Dialect::Postgres, BEFORE, &after);
    let table = schema_diff::catalogue::QualifiedName::new("public", "users");
    let path = schema_diff::catalogue::ObjectPath::Constraint(table, "feels_something".to_owned());
    let object = draft.after().get(&path).expect("the check is there");
    let work = Work {
        forward: sql(&["ALTER TABLE public.users ADD CONSTRAINT feels_something CHECK (feels IS NOT NULL) NOT VALID"]),
        back: sql(&["ALTER TABLE public.users DROP CONSTRAINT feels_something"]),
        effect: put((path.clone(), object.clone())),
        effect_back: remove((path, object)),
    };
    let proof = draft.step(PhaseName::Expand, work).prove(&server());
    assert_fails(&proof, "violates check constraint \"feels_something\"");
}
