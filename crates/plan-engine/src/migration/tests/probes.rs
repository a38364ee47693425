//! The queries of gates, run on engines: each answers one number, and the right one.

use database::{EngineUrl, ScratchServer, Session};

use super::patterns::fixtures;
use super::plan;
use crate::migration::MigrationPlan;
use crate::migration::model::{Probe, ProbeSide, Work};
use crate::migration::pattern::Engine;

/// The statements of a plan whose side is of this product.
fn statements(plan: &MigrationPlan, product: &str) -> Vec<String> {
    let [source, target] =
        [&plan.summaries[0].source, &plan.summaries[0].target].map(|it| Engine::of(it).product == Some(product));
    let gates = plan.steps().filter_map(|it| match &it.work {
        Work::Gate(gate) => Some(gate),
        _ => None,
    });
    let probes = gates.flat_map(|it| &it.criteria).flat_map(|it| std::iter::once(&it.probe).chain(&it.samples_probe));
    let of = |probe: &Probe| match probe {
        Probe::Sql { on: ProbeSide::Source, statement } if source => vec![statement.clone()],
        Probe::Sql { on: ProbeSide::Target, statement } if target => vec![statement.clone()],
        Probe::Both { source: one, .. } if source => vec![one.clone()],
        Probe::Both { target: one, .. } if target => vec![one.clone()],
        _ => Vec::new(),
    };
    probes.flat_map(of).collect()
}

/// The only value of the only row; none where it is NULL or there is no row.
fn number(session: &mut Session, statement: &str) -> Option<f64> {
    let rows = session.query(statement).unwrap_or_else(|error| panic!("{error}\n{statement}"));
    assert!(rows.len() <= 1, "{statement}");
    let text = rows.scalar()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{text} is no number: {statement}")))
}

const TABLES: &str = "CREATE SCHEMA migration_architect; \
CREATE TABLE migration_architect.outbox (id bigint, state text, made bigint); \
CREATE TABLE card_events (position bigint, type text); CREATE TABLE compensations (type text)";

#[test]
fn every_query_answers_one_number_on_postgres() {
    let url: EngineUrl = testkit::engine::postgres_url().expect("an engine").parse().expect("a URL");
    let server = ScratchServer::postgres(&url).expect("a server");
    let mut asked = 0;
    for (name, text) in fixtures() {
        let plan = plan(&text);
        if plan.summaries.len() != 1 {
            continue;
        }
        let scratch = server.create("probes").expect("a database");
        let mut session = scratch.open_as_admin().expect("a session");
        session.execute(TABLES).expect("the tables of gates");
        for table in &plan.specification.migrations[0].tables {
            let table = &table.name;
            session
                .execute(&format!("CREATE TABLE {table} (id bigint PRIMARY KEY, changed_at timestamptz)"))
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        for statement in statements(&plan, "PostgreSQL") {
            number(&mut session, &statement);
            asked += 1;
        }
    }
    assert!(asked > 60, "only {asked} queries");
}

#[test]
fn queries_see_what_is_wrong() {
    let url: EngineUrl = testkit::engine::postgres_url().expect("an engine").parse().expect("a URL");
    let server = ScratchServer::postgres(&url).expect("a server");
    let scratch = server.create("probes").expect("a database");
    let mut session = scratch.open_as_admin().expect("a session");
    session.execute(TABLES).expect("the tables of gates");
    session
        .execute(
            "CREATE TABLE loans (id bigint PRIMARY KEY, note text); CREATE TABLE readers (id bigint PRIMARY KEY); \
             CREATE TABLE \"Order lines\" (a integer, b integer, UNIQUE (a, b)); \
             CREATE TABLE parts (x integer, y integer); \
             INSERT INTO \"Order lines\" VALUES (1, 1), (1, 2); \
             INSERT INTO parts VALUES (1, 1), (1, 3), (2, NULL), (9, 9); \
             ALTER TABLE parts ADD FOREIGN KEY (x, y) REFERENCES \"Order lines\" (a, b) NOT VALID; \
             INSERT INTO card_events VALUES (1, 'issued'), (2, 'used'), (4, 'used'); INSERT INTO compensations VALUES ('issued')",
        )
        .expect("rows");
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "schema_change").unwrap();
    let loans = plan(&text);
    let of = |plan: &MigrationPlan, word: &str| {
        let all = statements(plan, "PostgreSQL");
        all.into_iter().find(|it| it.contains(word)).unwrap_or_else(|| panic!("no query with {word}"))
    };
    // (1, 3) and (9, 9) point at nothing; a key with a NULL points nowhere.
    assert_eq!(number(&mut session, &of(&loans, "query_to_xml")), Some(2.0));
    // A row that differs gives another sum, also where the counts agree.
    session.execute("INSERT INTO loans SELECT n, 'a' FROM generate_series(1, 50) AS n").expect("rows");
    let sums = of(&loans, "FROM loans AS");
    let before = number(&mut session, &sums);
    assert_eq!(number(&mut session, &sums), before);
    session.execute("UPDATE loans SET note = 'b' WHERE id = 17").expect("a change");
    assert!(before.is_some() && number(&mut session, &sums) != before);
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "event_sourcing").unwrap();
    let cards = plan(&text);
    assert_eq!(number(&mut session, &of(&cards, "max(position)")), Some(1.0), "one position is missing");
    assert_eq!(number(&mut session, &of(&cards, "compensations")), Some(1.0), "one type has no way back");
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "dual_write").unwrap();
    let clinic = plan(&text);
    let late = of(&clinic, "made / 1000.0");
    assert_eq!(number(&mut session, &late), Some(0.0));
    session
        .execute("INSERT INTO migration_architect.outbox VALUES (1, 'dead', (extract(epoch FROM now()) * 1000)::bigint - 60000)")
        .expect("an entry");
    assert!(number(&mut session, &late).is_some_and(|it| (59.0..90.0).contains(&it)));
    assert_eq!(number(&mut session, &of(&clinic, "state = 'dead'")), Some(1.0));
    // Without a receiver there is no lag to tell, which is no lag of 0.
    let (_, text) = fixtures().into_iter().find(|(name, _)| name == "change_data_capture").unwrap();
    let invoices = plan(&text);
    assert_eq!(number(&mut session, &of(&invoices, "replay_lag")), None);
    assert_eq!(number(&mut session, &of(&invoices, "confirmed_flush_lsn")), None);
    // card_events, compensations, outbox, "Order lines" and parts have no primary key.
    assert_eq!(number(&mut session, &of(&invoices, "relreplident")), Some(5.0));
}

#[test]
fn an_engine_in_a_file_is_asked_too() {
    let server = ScratchServer::sqlite().expect("a server");
    let scratch = server.create("probes").expect("a database");
    let mut session = scratch.open().expect("a session");
    session
        .execute("CREATE TABLE migration_architect_outbox (id integer, state text, made integer); CREATE TABLE notes (a integer)")
        .expect("tables");
    let text = "{type: database, pattern: dual_write, source: SQLite 3 at the till, target: SQLite 3 in the shop, constraints: \
                {special_requirements: [referential_integrity]}, tables: [{name: notes, rows: 900}]}";
    let plan = plan(text);
    let all = statements(&plan, "SQLite");
    assert!(
        all.iter().any(|it| it.contains("pragma_foreign_key_check")) && all.iter().any(|it| it.contains("julianday"))
    );
    for statement in all {
        assert_eq!(number(&mut session, &statement), Some(0.0), "{statement}");
    }
}
