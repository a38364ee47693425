//! What statements take from the engine: locks, rewrites, scans.

use std::collections::{BTreeMap, BTreeSet};

use database::{LockWatch, ScratchDatabase, Session};
use plan_engine::plan::{Gate, Sql};
use schema_diff::catalogue::Catalogue;
use serde::{Deserialize, Serialize};

/// Lock modes, weakest first (PostgreSQL manual, 13.3.1).
const MODES: [&str; 8] = [
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
];
/// From this mode on nobody else can write.
const BLOCKS_WRITES: &str = "SHARE";

/// What was taken from tables that were there before.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Taken {
    /// The strongest lock on each table.
    pub(super) locks: BTreeMap<String, String>,
    /// Tables that were rewritten.
    pub(super) rewrites: BTreeSet<String>,
    /// Tables that were scanned while a lock kept others from writing.
    pub(super) blocking_scans: BTreeSet<String>,
}

impl Taken {
    /// How strong the strongest lock is; 0 where there is none.
    pub(super) fn strongest(&self) -> usize {
        self.locks.values().map(|mode| strength(mode)).max().unwrap_or(0)
    }

    fn lock(&mut self, table: &str, mode: &str) {
        let known = self.locks.entry(table.to_owned()).or_insert_with(|| mode.to_owned());
        if strength(mode) > strength(known) {
            mode.clone_into(known);
        }
    }
}

fn strength(mode: &str) -> usize {
    MODES.iter().position(|it| *it == mode).map_or(0, |at| at + 1)
}

/// Runs statements on one database and watches what they take.
pub(super) struct Measure {
    session: Session,
    watch: LockWatch,
    /// Tables that were there before, as `schema.name`.
    tables: BTreeSet<String>,
    pub(super) taken: Taken,
}

impl Measure {
    pub(super) fn new(database: &ScratchDatabase, before: &Catalogue) -> anyhow::Result<Self> {
        let mut session = database.open_as_admin()?;
        let watch = LockWatch::of(&mut session)?;
        let tables = before.tables.keys().map(|name| format!("{}.{}", name.schema, name.name)).collect();
        Ok(Self { session, watch, tables, taken: Taken::default() })
    }

    pub(super) fn run(&mut self, sql: &Sql) -> anyhow::Result<()> {
        let files = self.files()?;
        if sql.transaction {
            self.in_transaction(&sql.statements)?;
        } else {
            for statement in &sql.statements {
                let Self { session, watch, .. } = self;
                let (outcome, locks) = watch.sample(|| session.execute(statement));
                outcome?;
                self.note_locks(locks?);
            }
        }
        for (table, file) in self.files()? {
            if files.get(&table).is_some_and(|earlier| *earlier != file) {
                self.taken.rewrites.insert(table);
            }
        }
        Ok(())
    }

    pub(super) fn gate(&mut self, gate: &Gate) -> anyhow::Result<()> {
        if runner::evaluate(&mut self.session, gate)?.met {
            return Ok(());
        }
        self.run(&Sql::in_transaction(gate.remedy.clone()))
    }

    fn in_transaction(&mut self, statements: &[String]) -> anyhow::Result<()> {
        self.session.begin()?;
        let earlier = self.scans()?;
        if let Err(error) = self.session.execute_all(statements) {
            self.session.rollback()?;
            return Err(error.into());
        }
        let locks = self.watch.current()?;
        let scans = self.scans()?;
        self.session.commit()?;
        let blocked: BTreeSet<String> = locks
            .iter()
            .filter(|lock| strength(&lock.mode) >= strength(BLOCKS_WRITES))
            .map(|lock| lock.relation.clone())
            .collect();
        let more = scans.into_iter().filter(|(table, count)| earlier.get(table).is_none_or(|it| it < count));
        self.taken.blocking_scans.extend(more.map(|(table, _)| table).filter(|table| blocked.contains(table)));
        self.note_locks(locks);
        Ok(())
    }

    fn note_locks(&mut self, locks: Vec<database::ObservedLock>) {
        for lock in locks.into_iter().filter(|lock| self.tables.contains(&lock.relation)) {
            self.taken.lock(&lock.relation, &lock.mode);
        }
    }

    /// How often tables were scanned, as far as this session has not reported it yet.
    fn scans(&mut self) -> anyhow::Result<BTreeMap<String, u64>> {
        let rows = self.session.query(
            "SELECT schemaname || '.' || relname, seq_scan FROM pg_catalog.pg_stat_xact_user_tables WHERE seq_scan > 0",
        )?;
        let counts = (0..rows.len()).filter_map(|row| Some((rows.value(row, 0)?, rows.value(row, 1)?.parse().ok()?)));
        Ok(counts.filter(|(name, _)| self.tables.contains(name)).collect())
    }

    /// The files of the tables: another one after a rewrite.
    fn files(&mut self) -> anyhow::Result<BTreeMap<String, String>> {
        let rows = self.session.query(
            "SELECT n.nspname || '.' || c.relname, c.relfilenode::text FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'",
        )?;
        let pairs = (0..rows.len()).filter_map(|row| Some((rows.value(row, 0)?, rows.value(row, 1)?)));
        Ok(pairs.filter(|(table, _)| self.tables.contains(table)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_lock_on_a_table_is_kept() {
        let mut taken = Taken::default();
        assert_eq!(taken.strongest(), 0);
        for mode in ["SHARE", "ACCESS EXCLUSIVE", "ROW EXCLUSIVE"] {
            taken.lock("public.t", mode);
        }
        assert_eq!((taken.locks["public.t"].as_str(), taken.strongest()), ("ACCESS EXCLUSIVE", 8));
    }
}
