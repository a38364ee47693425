//! From one shape of a table to another, in either direction: what becomes of the rows.
//!
//! What the other shape does not have is archived, what it has again is restored. Rows that do not satisfy what it
//! demands stop the way forwards at a gate; on the way back they follow a policy, since the way back must not stop.

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, ConstraintKind, ObjectPath, QualifiedName, Table};
use schema_diff::write::Writer;

use super::affinity::rowid;
use super::archive::Archives;
use super::demand::{Demand, demands};
use super::dependents::{Dependents, dependents};
use super::fill::fill;
use crate::Refusal;
use crate::operation::Context;
use crate::plan::{Action, Archive, ArchiveKind, Gate};
use crate::row_key::row_key;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Back,
}

/// A way from one shape to another.
pub(super) struct Passage<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) table: &'a QualifiedName,
    pub(super) from: &'a Table,
    pub(super) to: &'a Table,
    pub(super) direction: Direction,
    /// Tells the archive of set-aside rows apart from those of other steps.
    pub(super) place: &'a [&'a str],
    /// The catalogue before the step, in both directions.
    pub(super) now: &'a Catalogue,
}

/// Statements on the rows, by when they run.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Conditions to check before.
    pub(super) gates: Vec<Action>,
    /// Make the archives that are used.
    pub(super) make: Vec<String>,
    /// On the table while it has the old shape.
    pub(super) on_source: Vec<String>,
    /// On the table once it has the new shape.
    pub(super) on_target: Vec<String>,
    /// On other tables once the table has its name again.
    pub(super) on_others: Vec<String>,
    /// Drop the archives that are empty now.
    pub(super) done: Vec<String>,
    /// The archives used.
    pub(super) archives: Vec<Archive>,
    /// What becomes of rows that do not fit.
    pub(super) policy: Vec<String>,
}

impl Work {
    fn uses(&mut self, archive: &Archive, make: String) {
        if !self.make.contains(&make) {
            self.make.push(make);
        }
        if !self.archives.contains(archive) {
            self.archives.push(archive.clone());
        }
    }
}

impl Passage<'_> {
    /// What is to be done with the rows; `target` is the name under which the new shape is filled.
    pub(super) fn work(&self, target: &str) -> Result<Work, Refusal> {
        let mut work = Work::default();
        let source = self.context.writer.name(self.table);
        for demand in self.in_order() {
            self.tighten(&demand, &source, target, &mut work)?;
        }
        self.columns(&source, target, &mut work)?;
        let loosening = work.on_target.len();
        for demand in demands(self.to, self.from, self.context.writer) {
            self.loosen(&demand, target, &mut work)?;
        }
        let aside = self.restore_aside(&work, target);
        work.on_target.splice(loosening..loosening, aside);
        Ok(work)
    }

    /// What the other shape demands more: rows are set aside before a value of theirs is replaced, so that they are kept
    /// as they are; and after it, where a check may refuse what stands in.
    fn in_order(&self) -> Vec<Demand> {
        let filled = |it: &Demand| matches!(it, Demand::NotNull(name) if self.fill(self.direction, name).is_some());
        let (fills, mut order): (Vec<_>, Vec<_>) =
            demands(self.from, self.to, self.context.writer).into_iter().partition(filled);
        let refuses = |it: &&Demand| match it {
            Demand::Check(condition) => fills.iter().any(|fill| match fill {
                Demand::NotNull(column) => condition.to_ascii_lowercase().contains(&column.to_ascii_lowercase()),
                _ => false,
            }),
            _ => false,
        };
        let again: Vec<_> =
            order.iter().filter(refuses).filter(|_| self.direction == Direction::Back).cloned().collect();
        order.extend(fills);
        order.extend(again);
        order
    }

    /// Puts originals back into rows that were set aside after a value of theirs was replaced, before they return.
    fn restore_aside(&self, work: &Work, target: &str) -> Vec<String> {
        let archives = self.archives();
        let aside = archives.set_aside(self.place);
        if !work.archives.contains(&aside) {
            return Vec::new();
        }
        let accepts_null = |name: &str| self.to.column(name).is_some_and(|it| !it.not_null);
        let replaced = work.archives.iter().filter_map(|archive| match &archive.kind {
            ArchiveKind::Replaced { table, column, key } => Some((archive, table, column, key)),
            _ => None,
        });
        replaced
            .filter(|(_, table, column, key)| {
                *table == self.table && accepts_null(column) && key.iter().all(|it| self.to.column(it).is_some())
            })
            .map(|(archive, _, column, key)| {
                archives.restore_replaced_aside(archive, &aside.relation, target, column, key)
            })
            .collect()
    }

    fn archives(&self) -> Archives<'_> {
        Archives { context: self.context, table: self.table }
    }

    /// Columns that tell the rows apart in both shapes, the same in both directions.
    fn key(&self) -> Result<Vec<String>, Refusal> {
        let (first, second) = match self.direction {
            Direction::Forward => (self.from, self.to),
            Direction::Back => (self.to, self.from),
        };
        key_of(first, second).ok_or_else(|| {
            Refusal::new(
                &ObjectPath::Table(self.table.clone()),
                "no key tells its rows apart both before and after, so that values taken out could not be put back",
                "give the table a key that stays, in a migration of its own, then plan the rest",
            )
        })
    }

    /// Values of columns that go are archived, those of columns that come are restored.
    fn columns(&self, source: &str, target: &str, work: &mut Work) -> Result<(), Refusal> {
        let archives = self.archives();
        let lacks = |table: &Table, name: &str| table.column(name).is_none_or(|it| it.generated.is_some());
        for column in self.from.columns.iter().filter(|it| it.generated.is_none() && lacks(self.to, &it.name)) {
            let key = self.key()?;
            let archive = archives.column(&column.name, &key);
            work.uses(&archive, archives.make_column(&archive, self.from, &key, &column.name));
            let both = archives.idents(&[key.as_slice(), std::slice::from_ref(&column.name)].concat());
            work.on_source
                .push(format!("INSERT OR REPLACE INTO {} ({both}) SELECT {both} FROM {source}", archive.relation));
        }
        for column in self.to.columns.iter().filter(|it| it.generated.is_none() && lacks(self.from, &it.name)) {
            let key = self.key()?;
            let archive = archives.column(&column.name, &key);
            if key.contains(&column.name) {
                continue;
            }
            work.uses(&archive, archives.make_column(&archive, self.to, &key, &column.name));
            work.on_target.push(archives.restore_column(&archive, target, &column.name, &key));
            work.done.push(format!("DROP TABLE {}", archive.relation));
        }
        Ok(())
    }

    /// The other shape demands more.
    fn tighten(&self, demand: &Demand, source: &str, target: &str, work: &mut Work) -> Result<(), Refusal> {
        let (archives, writer) = (self.archives(), self.context.writer);
        if let Demand::NotNull(column) = demand
            && let Some(fill) = self.fill(self.direction, column)
        {
            let key = self.key()?;
            let archive = archives.replaced(column, &key);
            work.uses(&archive, archives.make_replaced(&archive, self.from, &key, column));
            work.on_source.extend(archives.replace_nulls(&archive, source, column, &key, &fill));
            work.policy.push(format!("NULL in {column} becomes {fill}, the rows are kept in {}", archive.relation));
            return Ok(());
        }
        let late = !demand.is_about(self.from);
        if late && self.direction == Direction::Forward {
            // The column is new, and hence empty.
            return Ok(());
        }
        let (relation, shape) = if late { (target, self.to) } else { (source, self.from) };
        let row = key_of(shape, shape).unwrap_or_default();
        let violated = demand.violated(relation, self.table, &row, writer);
        self.set_aside(demand, relation, shape, &violated, late, work);
        Ok(())
    }

    /// Rows that meet `violated`, and those that refer to them, are set aside: at once on the way back, as the remedy of a
    /// gate on the way forwards.
    fn set_aside(&self, demand: &Demand, relation: &str, shape: &Table, violated: &str, late: bool, work: &mut Work) {
        let (archives, writer) = (self.archives(), self.context.writer);
        let words = demand.words(writer);
        let violated = &with_own_dependents(self.table, relation, shape, [self.from, self.to], violated, writer);
        let following = dependents(self.table, relation, violated, self.now, writer);
        let can_follow = following.is_some();
        let (mut makes, mut statements) = (Vec::new(), Vec::new());
        for it in following.into_iter().flatten() {
            let (others, archive) = self.archive_of(&it);
            let reason = format!("refers to a row of {}: {words}", writer.name(self.table));
            let own = writer.name(it.name);
            let aside = others.set_rows_aside(&archive, &own, it.table, &it.condition, &reason);
            statements.extend(without_triggers(it.table, it.name, self.context, aside.into()));
            makes.push((others.make_rows(&archive, it.table, true), archive));
        }
        let archive = if late { self.orphans() } else { archives.set_aside(self.place) };
        let aside = archives.set_rows_aside(&archive, relation, shape, violated, &words);
        makes.push((archives.make_rows(&archive, shape, true), archive.clone()));
        if self.direction == Direction::Back {
            for (make, archive) in makes {
                work.uses(&archive, make);
            }
            let when = if late { &mut work.on_target } else { &mut work.on_source };
            when.extend(statements.into_iter().chain(aside));
            let policy = format!("rows for which it does not hold that {words} are set aside in {}", archive.relation);
            work.policy.extend((!work.policy.contains(&policy)).then_some(policy));
            return;
        }
        let mut remedy = Vec::new();
        if can_follow {
            for (make, archive) in makes {
                remedy.extend((!remedy.contains(&make)).then_some(make));
                work.archives.extend((!work.archives.contains(&archive)).then_some(archive));
            }
            remedy.extend(statements);
            remedy.extend(without_triggers(self.from, self.table, self.context, aside.into()));
        }
        work.gates.push(Action::Gate(Gate {
            title: format!("in every row of {relation} {words}"),
            query: format!("SELECT count(*) FROM {relation} WHERE {violated}"),
            expected: 0,
            help: format!("change or remove the rows of {relation} for which this does not hold"),
            remedy,
        }));
    }

    /// The archive of rows of another table that refer to rows of this one.
    fn archive_of<'d>(&'d self, it: &Dependents<'d>) -> (Archives<'d>, Archive) {
        let others = Archives { context: self.context, table: it.name };
        let mut place = self.place.to_vec();
        place.extend(["with", self.table.name.as_str()]);
        let archive = others.set_aside(&place);
        (others, archive)
    }

    /// The other shape demands less: what the opposite way replaced or set aside fits again.
    fn loosen(&self, demand: &Demand, target: &str, work: &mut Work) -> Result<(), Refusal> {
        let archives = self.archives();
        let opposite = match self.direction {
            Direction::Forward => Direction::Back,
            Direction::Back => Direction::Forward,
        };
        if let Demand::NotNull(column) = demand
            && self.fill(opposite, column).is_some()
        {
            let key = self.key()?;
            let archive = archives.replaced(column, &key);
            work.uses(&archive, archives.make_replaced(&archive, self.to, &key, column));
            if self.direction == Direction::Back {
                // Rows that other steps set aside return with what was filled in: `FillNulls` takes it out at the end.
                return Ok(());
            }
            work.on_target.push(archives.restore_replaced(&archive, target, column, &key));
            work.done.push(format!("DROP TABLE {}", archive.relation));
            return Ok(());
        }
        if !demand.is_about(self.to) {
            if self.direction == Direction::Forward {
                self.put_back_first(work);
            }
            return Ok(());
        }
        let Some(following) = dependents(self.table, target, "true", self.now, self.context.writer) else {
            return Ok(());
        };
        let archive = archives.set_aside(self.place);
        work.uses(&archive, archives.make_rows(&archive, self.to, true));
        let back = archives.put_rows_back(&archive, target, self.to);
        if work.on_target.contains(&back[0]) {
            return Ok(());
        }
        work.on_target.extend(back);
        for it in following.iter().rev() {
            let (others, archive) = self.archive_of(it);
            let make = others.make_rows(&archive, it.table, true);
            if !work.make.contains(&make) {
                work.uses(&archive, make);
                let back = others.put_rows_back(&archive, &self.context.writer.name(it.name), it.table);
                work.on_others.extend(without_triggers(it.table, it.name, self.context, back.into()));
            }
        }
        Ok(())
    }

    /// The archive of rows whose column, restored, references nothing any more.
    fn orphans(&self) -> Archive {
        self.archives().set_aside(&[self.place, &["orphans"]].concat())
    }

    /// Rows that lacked what a column referenced return before the column goes, so that its values are archived.
    fn put_back_first(&self, work: &mut Work) {
        let archives = self.archives();
        let archive = self.orphans();
        work.uses(&archive, archives.make_rows(&archive, self.from, true));
        let mut stays = self.from.clone();
        stays.constraints.retain(|name, _| self.to.constraints.contains_key(name));
        let back = archives.put_rows_back(&archive, &self.context.writer.name(self.table), &stays);
        if !work.on_source.contains(&back[0]) {
            work.on_source.splice(0..0, back);
        }
    }

    /// What stands in for NULL in `column` on the way in `direction`, where something does.
    fn fill(&self, direction: Direction, column: &str) -> Option<String> {
        let shape = if direction == self.direction { self.to } else { self.from };
        fill(self.context, self.table, shape, direction, column)
    }
}

/// A condition for the rows that meet `violated` and those that refer to them within the table.
fn with_own_dependents(
    name: &QualifiedName,
    relation: &str,
    shape: &Table,
    both: [&Table; 2],
    violated: &str,
    writer: Writer,
) -> String {
    let own = both.iter().flat_map(|it| it.constraints.values()).find_map(|it| match &it.kind {
        ConstraintKind::ForeignKey(key) if key.references == *name => Some(key),
        _ => None,
    });
    let (Some(own), Some(key)) = (own, key_of(shape, shape)) else { return violated.to_owned() };
    let list = |prefix: &str, names: &[String]| {
        names.iter().map(|it| format!("{prefix}{}", writer.ident(it))).collect::<Vec<_>>().join(", ")
    };
    let numbered = |prefix: &str, count: usize| (1..=count).map(|at| format!("{prefix}{at}")).collect::<Vec<_>>();
    let (keys, parents) = (numbered("k", key.len()), numbered("r", own.referenced_columns.len()));
    let pairs: Vec<_> =
        own.columns.iter().zip(&parents).map(|(it, parent)| format!("child.{} = {parent}", writer.ident(it))).collect();
    let left = if key.len() > 1 { format!("({})", list("", &key)) } else { list("", &key) };
    format!(
        "{left} IN (WITH RECURSIVE gone ({}, {}) AS (SELECT {}, {} FROM {relation} WHERE {violated} UNION SELECT {}, {} \
         FROM {relation} AS child JOIN gone ON {}) SELECT {} FROM gone)",
        keys.join(", "),
        parents.join(", "),
        list("", &key),
        list("", &own.referenced_columns),
        list("child.", &key),
        list("child.", &own.referenced_columns),
        pairs.join(" AND "),
        keys.join(", "),
    )
}

/// Columns that tell the rows apart in `first` and `second`.
pub(super) fn key_of(first: &Table, second: &Table) -> Option<Vec<String>> {
    let key = row_key(Dialect::Sqlite, first, second)?;
    if key == ["rowid"] { rowid(&[first, second]).map(|it| vec![it.to_owned()]) } else { Some(key) }
}

/// `statements` on the rows of `table` with its triggers out of the way: they are the application's, and answer to what
/// the application writes.
pub(super) fn without_triggers(
    table: &Table,
    name: &QualifiedName,
    context: &Context<'_>,
    statements: Vec<String>,
) -> Vec<String> {
    if statements.is_empty() || table.triggers.is_empty() {
        return statements;
    }
    let drop = table.triggers.keys().map(|it| context.writer.drop(&ObjectPath::Trigger(name.clone(), it.clone())));
    let create = table.triggers.values().map(|it| context.writer.create_trigger(it));
    drop.chain(statements).chain(create).collect()
}
