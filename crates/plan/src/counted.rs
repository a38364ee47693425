//! Tables as an engine counts them: rows, bytes, writes a second.

use cli_common::{Failure, input};
use database::{EngineUrl, Rows, Session};
use plan_engine::estimate::{Amount, Statistics, TableSize};
use plan_engine::specification::Specification;
use plan_engine::specification::model::{Fact, FactSource, Migration};
use schema_diff::Dialect;

/// The statistics of the planner, and writes since they were last reset. A table that was never analysed has no rows here.
const POSTGRES: &str = "
SELECT n.nspname || '.' || c.relname, nullif(c.reltuples, -1)::float8, pg_table_size(c.oid), pg_indexes_size(c.oid),
       (s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::float8
       / nullif(extract(epoch FROM now() - coalesce(d.stats_reset, pg_postmaster_start_time())), 0)::float8
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
LEFT JOIN pg_stat_database d ON d.datname = current_database()
WHERE c.relkind = 'r' AND n.nspname NOT IN ('information_schema', 'pg_catalog')
ORDER BY 1";

const SQLITE_TABLES: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

/// What the specification says of the tables of `migration`, with what the engine at `url` counts in its place.
pub(crate) fn statistics(
    specification: &Specification,
    migration: &Migration,
    url: &str,
) -> Result<Statistics, Failure> {
    let engine: EngineUrl = url.parse().map_err(|error| Failure::new(format!("statistics: {error}")))?;
    let shown = engine.to_string();
    let failed = |error| input::engine::failure(&shown, &error);
    if engine.dialect().is_none() {
        return Err(Failure::new(format!("statistics: {shown}: tables of {} are not counted yet", engine.kind())));
    }
    let mut session = Session::open(&engine).map_err(failed)?;
    let mut all = Statistics::of(migration, &specification.places);
    if session.dialect() == Some(Dialect::Sqlite) {
        let names = session.query(SQLITE_TABLES).map_err(failed)?;
        for name in (0..names.len()).filter_map(|row| names.value(row, 0)) {
            let quoted = name.replace('"', "\"\"");
            let rows = session.query(&format!("SELECT count(*) FROM \"{quoted}\"")).map_err(failed)?;
            all.put(size(&all, &shown, &name, &[number(&rows, 0, 0), None, None, None]));
        }
        return Ok(all);
    }
    let rows = session.query(POSTGRES).map_err(failed)?;
    for row in 0..rows.len() {
        let Some(name) = rows.value(row, 0) else { continue };
        all.put(size(&all, &shown, &name, &[1, 2, 3, 4].map(|column| number(&rows, row, column))));
    }
    Ok(all)
}

fn number(rows: &Rows, row: usize, column: usize) -> Option<f64> {
    rows.value(row, column)?.parse().ok()
}

/// A table by its rows, bytes, bytes of indexes and writes a second, as far as they are counted; writes that nobody counts
/// are those of the specification.
fn size(known: &Statistics, url: &str, name: &str, counted: &[Option<f64>; 4]) -> TableSize {
    let amount = |value: Option<f64>, what: &str| {
        let source = FactSource::Engine { url: url.to_owned() };
        let says = format!("the engine counts {:.0} {what} of {name}", value?);
        Some(Amount::known(value?, format!("{what} of {name}"), Fact { source, pointer: String::new(), says }))
    };
    let [rows, bytes, indexes, writes] = *counted;
    let stated = known.knows(name).then(|| known.table(name).writes).flatten();
    TableSize::completed(
        name,
        amount(rows, "rows"),
        amount(bytes, "bytes"),
        amount(indexes, "index bytes"),
        amount(writes, "writes a second").or(stated),
    )
}
