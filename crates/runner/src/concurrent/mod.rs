//! Sessions of the application that write while a step runs, and what of it must be found again.
//!
//! The application of [`crate::application`] acts between steps, one statement after the other: that tells whose fault a
//! failure is. The crew here writes at the same time as the step, in short transactions on rows of its own and on some
//! that it shares, and keeps a ledger of what was committed.

mod ledger;
mod log;
mod plots;
mod prepared;
mod writer;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use database::{ScratchDatabase, Session};
use plan_engine::plan::AppVersion;
use schema_diff::catalogue::{Catalogue, QualifiedName};

use crate::application::Oracle;
use crate::application::judge::Known;
use crate::application::reach::Reach;
use crate::application::statements::{self, TableStatements};
use crate::prove::Setting;
use crate::prove::snapshot::Snapshot;
use crate::rows::fill;
use crate::rows::maker::{Maker, Parents};
use crate::{Error, sql};

pub(crate) use self::ledger::Place;
pub(crate) use self::log::Log;

use self::ledger::Ledger;
use self::plots::{Counter, Plot};
use self::writer::{Recruit, Shift, Writer};

/// Tables that one writer writes at most; where a plan touches more, writers share them out.
const TABLES: usize = 6;
/// Values that have to differ are counted from here, and this far apart from writer to writer.
const FIRST: u64 = 1_000_000;
const APART: u64 = 10_000;
/// How long a step waits for the writers to begin.
const BEGINNING: Duration = Duration::from_millis(200);

/// The sessions that write while steps run.
pub(crate) struct Crew<'r> {
    setting: &'r Setting<'r>,
    size: usize,
    tables: Vec<QualifiedName>,
    parents: BTreeMap<(AppVersion, QualifiedName), Vec<Parents>>,
    counters: Vec<Counter>,
    writers: Vec<Writer<'r>>,
    /// Versions that may run now.
    versions: Vec<AppVersion>,
    /// Values that a step has replaced, and that the way back puts back where the replacement is still there: whether
    /// that was written anew meanwhile nobody can tell.
    replaced: BTreeSet<(Place, String, sql::Value)>,
    /// What writers have committed that nobody has taken over.
    left: Ledger,
    hired: u64,
}

impl<'r> Crew<'r> {
    /// A crew of `size` for a run whose database `session` is connected to, and in which nothing has happened yet.
    pub(crate) fn new(setting: &'r Setting<'r>, size: usize, session: &mut Session) -> Result<Self, Error> {
        let mut crew = Self {
            setting,
            size,
            tables: plots::touched(setting.plan),
            parents: BTreeMap::new(),
            counters: Vec::new(),
            writers: Vec::new(),
            versions: Vec::new(),
            replaced: BTreeSet::new(),
            left: Ledger::default(),
            hired: 0,
        };
        if crew.tables.is_empty() {
            crew.tables.extend(setting.before.catalogue.tables.keys().take(2).cloned());
        }
        for version in [AppVersion::Old, AppVersion::New] {
            let maker = crew.maker(version, 1);
            for table in crew.tables.clone() {
                // A column that is not there yet: then its foreign key leads to nothing for now.
                let parents = fill::parents(session, &maker, &table).unwrap_or_default();
                crew.parents.insert((version, table), parents);
            }
        }
        crew.find_counters(session)?;
        Ok(crew)
    }

    /// Tables that it does not write though steps touch them.
    pub(crate) fn left_out(&self) -> Vec<&QualifiedName> {
        let known = |name: &QualifiedName| self.sides(AppVersion::Old).0.tables.contains_key(name);
        let written = |name: &QualifiedName| {
            let tables = std::slice::from_ref(name);
            let reach = Reach::default();
            let plots = |version| self.plots(version, &reach, self.sides(version), tables);
            !plots(AppVersion::Old).is_empty() || !plots(AppVersion::New).is_empty()
        };
        let most = TABLES.saturating_mul(self.size);
        let left_out = |(at, name): &(usize, &QualifiedName)| known(name) && (*at >= most || !written(name));
        self.tables.iter().enumerate().filter(left_out).map(|(_, name)| name).collect()
    }

    /// Lets `versions` write from now on, and no others; the rows of writers that go are taken over by those that stay.
    pub(crate) fn deploy(&mut self, versions: &[AppVersion], database: &ScratchDatabase) -> Result<(), Error> {
        versions.clone_into(&mut self.versions);
        let (stay, go): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.writers).into_iter().partition(|it| versions.contains(&it.version));
        self.writers = stay;
        for writer in go {
            self.left.absorb(writer.ledger);
        }
        let each = self.size.div_ceil(versions.len().max(1));
        for version in versions {
            let there = self.writers.iter().filter(|it| it.version == *version).count();
            self.hire(*version, each.saturating_sub(there), database)?;
        }
        self.hand_over();
        Ok(())
    }

    /// Runs `work` while the writers write.
    pub(crate) fn while_writing<T>(
        &mut self,
        (old, new): (&mut Oracle, &mut Oracle),
        work: impl FnOnce() -> T,
    ) -> Result<(T, Log), Error> {
        let each = self.size.div_ceil(self.versions.len().max(1));
        let (over, at_work) = (AtomicBool::new(false), AtomicUsize::new(0));
        let (old, new) = (Mutex::new(old), Mutex::new(new));
        let mut active = Vec::new();
        let mut counts = BTreeMap::new();
        for writer in &mut self.writers {
            let count = counts.entry(writer.version).or_insert(0_usize);
            *count += 1;
            if *count <= each {
                active.push(writer);
            }
        }
        let value = std::thread::scope(|scope| {
            let expected = active.len();
            for writer in &mut active {
                let oracle = if writer.version == AppVersion::Old { &old } else { &new };
                let shift = Shift { over: &over, at_work: &at_work, oracle };
                scope.spawn(move || writer.work(&shift));
            }
            let _guard = SetOnDrop(&over);
            let started = Instant::now();
            while at_work.load(Ordering::Acquire) < expected && started.elapsed() < BEGINNING {
                std::thread::sleep(Duration::from_micros(300));
            }
            work()
        });
        let mut log = Log::default();
        for writer in active {
            log.absorb(std::mem::take(&mut writer.log));
        }
        match log.lost.take() {
            Some(error) => Err(error.into()),
            None => Ok((value, log)),
        }
    }

    /// Whether everything that was committed is still there, by the schema `catalogue` as it is now; what is not, and
    /// how many rows were compared.
    pub(crate) fn check(
        &mut self,
        session: &mut Session,
        catalogue: &Catalogue,
    ) -> Result<(Vec<String>, usize), Error> {
        let ledger = self.ledger();
        let tables: BTreeSet<QualifiedName> = ledger.places().into_iter().map(|it| it.table.clone()).collect();
        let tables: Vec<QualifiedName> = tables.into_iter().collect();
        let snapshot = Snapshot::as_it_lies(session, catalogue, Some(&tables), self.setting.plan)?;
        self.replaced.extend(snapshot.originals());
        Ok(ledger.check(&self.counters, &self.replaced, (catalogue, self.setting.plan), &snapshot))
    }

    /// The rows that are the writers' and that others leave alone.
    pub(crate) fn places(&self) -> BTreeSet<(QualifiedName, Vec<sql::Value>)> {
        let counters = self.counters.iter().map(|it| &it.place);
        let ledger = self.ledger();
        let all = ledger.places().into_iter().chain(counters);
        all.map(|place| (place.table.clone(), place.key.clone())).collect()
    }

    /// The rows written since the last call.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<Place> {
        let mut touched = self.left.take_touched();
        for writer in &mut self.writers {
            touched.append(&mut writer.ledger.take_touched());
        }
        touched
    }

    fn ledger(&self) -> Ledger {
        let mut ledger = self.left.clone();
        self.writers.iter().for_each(|writer| ledger.absorb(writer.ledger.clone()));
        ledger
    }

    fn hand_over(&mut self) {
        if let Some(writer) = self.writers.first_mut() {
            // What those that stay have written is the newer.
            let newer = std::mem::replace(&mut writer.ledger, std::mem::take(&mut self.left));
            writer.ledger.absorb(newer);
        }
    }

    fn sides(&self, version: AppVersion) -> (&'r Catalogue, &'r Catalogue) {
        let (before, after) = (&self.setting.before.catalogue, &self.setting.after.catalogue);
        match version {
            AppVersion::Old => (before, after),
            AppVersion::New => (after, before),
        }
    }

    fn maker(&self, version: AppVersion, first: u64) -> Maker {
        match version {
            AppVersion::Old => self.setting.before.maker(first),
            AppVersion::New => self.setting.after.maker(first),
        }
    }

    fn hire(&mut self, version: AppVersion, count: usize, database: &ScratchDatabase) -> Result<(), Error> {
        let reach = Reach::of(self.setting.plan, version).leaving_out(&self.setting.closed);
        let first = self.hired;
        let number = |at: usize| first.saturating_add(u64::try_from(at).unwrap_or(0));
        let recruits: Vec<Recruit<'r>> = (0..count).map(|at| self.recruit(version, &reach, number(at))).collect();
        let hired: Vec<Result<Writer<'r>, database::Error>> = std::thread::scope(|scope| {
            let reach = &reach;
            let begin = |recruit: Recruit<'r>| scope.spawn(move || recruit.begin(reach.open(database)?));
            let beginning: Vec<_> = recruits.into_iter().map(begin).collect();
            beginning.into_iter().filter_map(|it| it.join().ok()).collect()
        });
        self.hired = self.hired.saturating_add(u64::try_from(count).unwrap_or(0));
        for writer in hired {
            self.writers.push(writer?);
        }
        Ok(())
    }

    fn recruit(&self, version: AppVersion, reach: &Reach, number: u64) -> Recruit<'r> {
        let (own, other) = self.sides(version);
        let options = self.setting.options;
        let given = if version == AppVersion::Old { &options.queries_before } else { &options.queries_after };
        let tables = self.tables_of(number);
        let plots = if given.is_empty() { self.plots(version, reach, (own, other), &tables) } else { Vec::new() };
        let reads = if given.is_empty() {
            let mut all = statements::selects(own, reach);
            all.retain(|it| it.relation.as_ref().is_some_and(|name| tables.contains(name)));
            all
        } else {
            statements::reads_given(given)
        };
        let first = FIRST.saturating_add(number.saturating_mul(APART));
        Recruit {
            version,
            known: Known { catalogue: own, replaced: &self.setting.plan.conversions },
            maker: self.maker(version, first).seeded(options.seed.wrapping_add(number)),
            plots,
            reads,
            turn: usize::try_from(number).unwrap_or(0),
        }
    }

    /// The tables of the writer of that number: all of them, or some where there are many.
    fn tables_of(&self, number: u64) -> Vec<QualifiedName> {
        let at = usize::try_from(number).unwrap_or(0).saturating_mul(TABLES) % self.tables.len().max(1);
        self.tables.iter().cycle().skip(at).take(TABLES.min(self.tables.len())).cloned().collect()
    }

    fn plots(
        &self,
        version: AppVersion,
        reach: &Reach,
        (own, other): (&Catalogue, &Catalogue),
        tables: &[QualifiedName],
    ) -> Vec<Plot> {
        let mut plots: Vec<Plot> = statements::tables(own, reach)
            .into_iter()
            .filter(|it| tables.contains(&it.table))
            .filter(|it| !self.converts_key(it) && !self.renames(&it.table))
            .filter_map(|it| Plot::new(it, own, other))
            .collect();
        for plot in &mut plots {
            let table = &plot.statements.table;
            plot.parents = self.parents.get(&(version, table.clone())).cloned().unwrap_or_default();
            let counter = self.counters.iter().find(|it| it.place.table == *table);
            plot.counter = counter.filter(|it| it.place.columns == plot.statements.key).cloned();
        }
        plots
    }

    /// Whether the plan renames the table: then one version writes rows that the other knows under another name.
    fn renames(&self, table: &QualifiedName) -> bool {
        crate::prove::shape::renamed_tables(self.setting.plan).any(|(old, new)| old == table || new == table)
    }

    /// Whether the plan gives a column of the key another name or spelling: then rows cannot be told by it throughout.
    fn converts_key(&self, table: &TableStatements) -> bool {
        self.setting.plan.conversions.iter().any(|it| {
            let is_key = table.key.contains(&it.old_name) || table.key.contains(&it.new_name);
            let whole = |name: &str| ["smallint", "integer", "bigint"].contains(&name);
            let same = it.old_name == it.new_name && whole(&it.old_type.name) && whole(&it.new_type.name);
            it.table == table.table && is_key && !same
        })
    }

    /// Finds, in each table, a row with a number that every writer may increase.
    fn find_counters(&mut self, session: &mut Session) -> Result<(), Error> {
        let (own, other) = self.sides(AppVersion::Old);
        let reach = Reach::of(self.setting.plan, AppVersion::Old).leaving_out(&self.setting.closed);
        for plot in self.plots(AppVersion::Old, &reach, (own, other), &self.tables) {
            let Some(column) = plot.countable(own, other) else { continue };
            let (key, number) = (sql::list(&plot.statements.key), sql::quote(&column));
            let query = format!(
                "SELECT {key}, {number} FROM {} WHERE {number} BETWEEN 0 AND 1000 ORDER BY {key} LIMIT 1",
                plot.statements.target
            );
            let Some(mut row) = session.query(&query)?.rows.into_iter().next() else { continue };
            let Some(start) = row.pop().flatten().and_then(|it| it.parse().ok()) else { continue };
            let place = Place { table: plot.statements.table, columns: plot.statements.key, key: row };
            self.counters.push(Counter { place, column, start });
        }
        Ok(())
    }
}

/// Ends the shift even where the work panics, so that the scope ends.
struct SetOnDrop<'a>(&'a AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
