//! What products of engines call what the cut does; and what another product needs besides.

use crate::estimate::model::Activity;
use crate::migration::context::Context;
use crate::migration::draft::StepDraft;
use crate::migration::model::{Measure, MigrationGate, Note, Work};
use crate::migration::part::{probe, watch};
use crate::migration::team::Duty;
use crate::migration::time;

use super::engine::Engine;

/// The engines of both sides.
pub(in super::super) fn sides(context: &Context<'_>) -> (Engine, Engine) {
    (Engine::of(&context.migration.source), Engine::of(&context.migration.target))
}

/// How writes are stopped while the log can still be read.
pub(in super::super) fn fence(engine: &Engine) -> &'static str {
    match engine.product {
        Some("PostgreSQL") => "ALTER ROLE … SET default_transaction_read_only",
        Some("MySQL") => "SET GLOBAL super_read_only = ON",
        Some("MariaDB") => "SET GLOBAL read_only = ON",
        _ => "the right to write is taken from its users",
    }
}

/// What holds a position in the engine's log.
pub(in super::super) fn holder(engine: &Engine) -> &'static str {
    match engine.product {
        Some("PostgreSQL") => "a logical replication slot",
        Some("MySQL" | "MariaDB") => "nothing to make: its GTID, or file and offset of the binary log, noted",
        _ => "what the reader of its log keeps its position in",
    }
}

/// What makes keys, and has to go on behind those that were given.
pub(in super::super) fn keys(engine: &Engine) -> &'static str {
    match engine.product {
        Some("PostgreSQL") => "the sequences",
        Some("MySQL" | "MariaDB") => "AUTO_INCREMENT of the tables",
        _ => "whatever makes keys (sequences, identity columns)",
    }
}

/// How a point is marked to which the database can be restored.
pub(in super::super) fn restore_point(engine: &Engine) -> &'static str {
    match engine.product {
        Some("PostgreSQL") => {
            "take a restore point (SELECT pg_create_restore_point('before-contract')), note its LSN, and see that the log up \
             to it has reached the archive"
        }
        Some("MySQL" | "MariaDB") => {
            "note the position of the binary log (its GTIDs where they are on), and see that the log up to it has reached the \
             archive"
        }
        _ => {
            "note the position of the log, and see that the log up to it, and a backup before it, have reached the archive"
        }
    }
}

/// Another product has no schema of the source: people write it. It also needs an application that speaks to it.
pub(in super::super) fn schema_written(context: &Context<'_>) -> Vec<StepDraft> {
    let (old, new) = sides(context);
    if !old.is_another_product(&new) {
        return Vec::new();
    }
    let (from, to) = (old.name(), new.name());
    let says = format!(
        "{} goes from {from} to {to}: this program writes no schema of another product and no SQL of an application; how each \
         type is converted is for the people to state, and for the comparison of rows to show",
        context.migration.id
    );
    let who = context.who(Duty::Database);
    let written = StepDraft::new(
        "schema",
        format!("Write the schema of {} for {to}", context.migration.source),
        Work::Manual {
            instruction: format!(
                "write tables, keys, indexes, checks and defaults for {to}, and for every type of {from} the one that holds all \
                 of its values (numbers, times with zones, texts with their collation, JSON, binary); routines, triggers and \
                 generated values one by one"
            ),
        },
        who.clone(),
        time::by_person(&who, Activity::Build),
        vec![context.way_fact()],
    )
    .why("Rows can only be copied into tables that are there.")
    .note(Note::new(says, vec![context.way_fact()]));
    let speaks = context.who(Duty::Service);
    let gate = MigrationGate {
        criteria: vec![watch::none_of(
            Measure::Failures(format!("tests of the application against {to} with that schema")),
            probe::check(context, "application"),
            0.0,
            vec![context.way_fact()],
        )],
        otherwise: format!("mend the statements that {to} takes otherwise, and test again"),
    };
    let tested = StepDraft::new(
        "application",
        format!("A version of the application that speaks to {from} and to {to} passes its tests on both, and runs on {from}"),
        Work::Gate(gate),
        speaks.clone(),
        time::by_person(&speaks, Activity::Build),
        vec![context.way_fact()],
    )
    .why("At the cut only the address changes, and so on the way back: both need a version that speaks to either product.");
    vec![written, tested]
}
