//! A lock that the application waits for.

use super::{Category, Context, Draft, Factor, Mitigation, RiskRule};
use crate::estimate::words::{count, duration};
use crate::migration::{MigrationPhase, MigrationStep};
use crate::migration::team::Duty;
use crate::plan::LockMode;
use crate::specification::model::{Migration, Table};

pub(super) const RULE: RiskRule = RiskRule {
    id: "lock-on-busy-table",
    category: Category::Technical,
    summary: "a step takes a lock that statements of the application wait for, on a table that is busy or critical",
    explanation: "Reads the locks that each step states and the statements a second of the table. SHARE and above hold \
                  writes, ACCESS EXCLUSIVE holds reads too; statements queue behind a lock that waits. The likelihood is \
                  1 − exp(−r·t): the probability that a statement arrives at r a second in the t seconds for which the lock \
                  is held at P95, at most 60 of them; where no traffic is told, 0.3 for a critical table. A lock is held \
                  throughout where a table is written anew or an index is built under it; otherwise for a moment, and the \
                  impact is a third. Cancelling the statement ends the wait: reversibility 0.9, and 0.5 where a rewrite \
                  begins anew then.",
    check,
};

/// Seconds for which a short transaction holds its lock at P95: 0.2 s with a sigma of 1.2, as in the estimates.
const MOMENT: f64 = 1.5;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let found = context.steps().flat_map(|(phase, step)| {
        let migration = context.migrations().iter().find(|it| it.id == phase.migration);
        let locks = step.facts.locks.iter().filter(|it| it.mode >= LockMode::Share);
        locks.filter_map(move |lock| {
            let (at, table) = table_of(migration?, &lock.relation)?;
            draft(context, (phase, step), lock.mode, (migration?, at, table))
        })
    });
    found.collect()
}

/// The table of the specification that `relation` names, with or without a schema.
fn table_of<'a>(migration: &'a Migration, relation: &str) -> Option<(usize, &'a Table)> {
    let plain = |name: &str| name.rsplit('.').next().unwrap_or_default().trim_matches('"').to_lowercase();
    migration.tables.iter().enumerate().find(|(_, it)| plain(&it.name) == plain(relation))
}

fn draft(
    context: &Context<'_>,
    (phase, step): (&MigrationPhase, &MigrationStep),
    mode: LockMode,
    (migration, at, table): (&Migration, usize, &Table),
) -> Option<Draft> {
    let held_reads = if mode == LockMode::AccessExclusive { table.reads_per_second } else { Some(0.0) };
    let rate = match (table.writes_per_second, held_reads) {
        (None, None) => None,
        (writes, reads) => Some(writes.unwrap_or(0.0) + reads.unwrap_or(0.0)),
    };
    let rate = rate.filter(|it| *it > 0.0);
    if rate.is_none() && !table.critical {
        return None;
    }
    let heavy = Context::held_throughout(step);
    let held = step.estimate.distribution.quantile(0.95).clamp(0.0, if heavy { 60.0 } else { MOMENT });
    let (likely, because) = match rate {
        Some(rate) => (
            1.0 - (-rate * held).exp(),
            format!(
                "{} statements/s meet {} on {}, held for {} at most at P95",
                count(rate.ceil()),
                mode.as_sql(),
                table.name,
                duration(held)
            ),
        ),
        None => (0.3, format!("{} is critical and its traffic is not told; {} is taken on it", table.name, mode.as_sql())),
    };
    let fact = context.fact(migration, &format!("/tables/{at}"), because.clone());
    // What the engine does under a short lock is over before anybody calls; a rewrite is not.
    let impact = if heavy { context.blast(&migration.id) } else { short(context.blast(&migration.id)) };
    let title = format!("`{}` makes statements on {} wait for {}", step.title, table.name, mode.as_sql());
    let how = "waits for the lock for `lock_timeout` at most and is tried again";
    Some(
        Draft::new(format!("{}:{}", step.id, table.name), title, context.owner(Duty::Database))
            .phase(&phase.id)
            .likely(likely, because, vec![fact])
            .reaches(impact)
            .noticed(context.noticed_in(phase))
            .taken_back(cancelled(heavy, step))
            .mitigated(vec![Mitigation::Step { id: step.id.clone(), how: how.to_owned() }], how),
    )
}

/// A wait ends as soon as the statement that holds the lock is cancelled, whatever becomes of the change.
fn cancelled(heavy: bool, step: &MigrationStep) -> Factor {
    let basis = step.basis.iter().take(2).cloned().collect();
    if heavy {
        return Factor::new(0.5, "cancelling the statement ends the wait, and the work begins anew", basis);
    }
    Factor::new(0.9, "cancelling the statement ends the wait, and nothing has changed", basis)
}

/// A third of the blast radius.
fn short(blast: Factor) -> Factor {
    let because = format!("{}; a third of that, since the lock is short: no row is read or written under it", blast.because);
    Factor::new(blast.value / 3.0, because, blast.basis)
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;

    #[test]
    fn a_busy_table_is_told_and_an_idle_one_is_not() {
        let spec = |more: &str| {
            format!(
                "{{type: database, pattern: schema_change, source: PostgreSQL 15, target: PostgreSQL 15, \
                 tables: [{{name: bookings, rows: 2M, size: 1 GB{more}}}], \
                 schema_changes: [{{table: bookings, changes: [{{type: add_column, column: seen_at, data_type: timestamptz, nullable: true}}]}}]}}"
            )
        };
        let busy = found("lock-on-busy-table", &spec(", writes_per_second: 400, reads_per_second: 4000"));
        assert!(busy.iter().any(|it| it.likelihood.value > 0.9), "{busy:#?}");
        assert!(!found("lock-on-busy-table", &spec(", critical: true")).is_empty());
        assert!(found("lock-on-busy-table", &spec("")).is_empty());
    }
}
