//! The repair as a script for people: to read, and to run with the engine's own client.

use std::io::Write;
use std::ops::ControlFlow;

use database::EngineKind;

use super::RepairPlan;
use super::sql::{self, Values, qualified};
use super::text::quoted;
use crate::{Error, ErrorKind, Result};

/// Writes the repair as SQL in the dialect of the written side, every statement guarded by the value seen, in transactions of the
/// size given. It keeps no checkpoint and no audit: that is what applying adds.
pub fn write_script(plan: &mut RepairPlan<'_>, out: &mut dyn Write) -> Result<()> {
    head(plan, out)?;
    let (engine, batch) = (plan.engine, plan.options.batch.max(1) as u64);
    let tables: Vec<_> = plan.shapes.iter().map(|it| it.table.clone()).collect();
    let mut written = 0_u64;
    plan.each_step(&mut |step| {
        if written.is_multiple_of(batch) {
            let end = if written == 0 { "" } else { "COMMIT;\n\n" };
            writeln!(out, "{end}{};", begin(engine)).map_err(|error| unwritten(&error))?;
        }
        if let Some(table) = tables.get(step.table) {
            let statement = sql::statement(engine, table, step, Values::Literal);
            writeln!(out, "{};", statement.text).map_err(|error| unwritten(&error))?;
        }
        written += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    if written > 0 {
        writeln!(out, "COMMIT;").map_err(|error| unwritten(&error))?;
    }
    sequences(plan, out)
}

fn head(plan: &RepairPlan<'_>, out: &mut dyn Write) -> Result<()> {
    let options = &plan.options;
    let mut lines =
        vec![format!("-- Repair {} on {}: {}, {}", plan.id(), plan.engine, options.direction.as_str(), options.policy)];
    for table in plan.summary() {
        lines.push(format!(
            "-- {}: {} to insert, {} to update, {} to delete, {} left",
            one_line(&table.table),
            table.inserts,
            table.updates,
            table.deletes,
            table.left_over()
        ));
        lines
            .extend(table.left.iter().map(|(why, count)| format!("--   {count} left: {}", one_line(&why.to_string()))));
    }
    lines.extend(plan.notes().iter().map(|it| format!("-- {}", one_line(it))));
    lines.extend(settings(plan.engine).iter().map(|it| format!("{it};")));
    lines.iter().try_for_each(|line| writeln!(out, "{line}")).map_err(|error| unwritten(&error))
}

/// What the session has to be set to, so that literals and parameters mean the same everywhere.
pub(super) fn settings(engine: EngineKind) -> &'static [&'static str] {
    match engine {
        EngineKind::Postgres => &[
            "SET client_encoding = 'UTF8'",
            "SET standard_conforming_strings = on",
            "SET TimeZone = 'UTC'",
            "SET DateStyle = 'ISO, YMD'",
            "SET IntervalStyle = 'postgres'",
        ],
        EngineKind::MySql | EngineKind::MariaDb => &[
            "SET NAMES utf8mb4",
            "SET SESSION time_zone = '+00:00'",
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO'",
        ],
        _ => &["PRAGMA foreign_keys = ON"],
    }
}

/// How a transaction that writes begins.
pub(super) fn begin(engine: EngineKind) -> &'static str {
    match engine {
        // At a higher level a row that was changed meanwhile is an error; here the guard sees it as it is now.
        EngineKind::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        EngineKind::Sqlite => "BEGIN IMMEDIATE",
        _ => "START TRANSACTION",
    }
}

fn sequences(plan: &RepairPlan<'_>, out: &mut dyn Write) -> Result<()> {
    if plan.engine != EngineKind::Postgres {
        return Ok(());
    }
    for (table, column, sequence) in plan.sequences() {
        let (name, column) = (qualified(plan.engine, &table.schema, &table.name), plan.engine.quote(column));
        let sequence = quoted(sequence, plan.engine);
        writeln!(
            out,
            "SELECT setval({sequence}::regclass, greatest(max({column}), nextval({sequence}::regclass))) FROM {name};"
        )
        .map_err(|error| unwritten(&error))?;
    }
    Ok(())
}

/// A comment ends with its line.
fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).collect::<Vec<_>>().join(" ")
}

fn unwritten(error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot write the repair's SQL: {error}"))
}
