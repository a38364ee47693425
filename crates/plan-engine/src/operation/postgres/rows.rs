//! Rows that cannot satisfy a constraint: found by a query, set aside in the workshop, put back.

use std::collections::BTreeSet;

use schema_diff::catalogue::{
    Catalogue, Column, ConstraintKind, DataType, Expression, ForeignKey, IndexKey, QualifiedName,
};

use super::constraint::bare;
use super::temporal;
use super::toolkit::quietly;
use crate::operation::Context;
use crate::plan::{Archive, ArchiveKind, Gate};

/// The column of an archive that says why a row is in it.
const REASON: &str = "migration_architect_reason";

/// Characters of a condition on rows that refer to others, beyond which no further way to them is looked for.
const LONGEST_CONDITION: usize = 8_000;

/// Rows of a table that cannot satisfy something.
#[derive(Debug, Clone)]
pub(super) struct Offenders {
    /// The table.
    pub(super) table: QualifiedName,
    /// What they cannot satisfy: the name of a constraint, index or column.
    pub(super) what: String,
    /// A condition over the alias `t` that finds them.
    pub(super) condition: String,
    /// Why they cannot stay, for people.
    pub(super) reason: String,
}

impl Offenders {
    /// The archive that they go to, as a name in SQL.
    pub(super) fn archive(&self, context: &Context<'_>) -> String {
        context.workshop.sql("set_aside", &self.table, &[&self.what])
    }

    /// The archives that they and the rows that refer to them go to, as the plan lists them.
    pub(super) fn listed(&self, now: &Catalogue, context: &Context<'_>) -> Vec<Archive> {
        let archive = |it: &Self| Archive {
            relation: it.archive(context),
            kind: ArchiveKind::SetAside { table: it.table.clone() },
        };
        self.with_dependents(now, context).iter().map(archive).collect()
    }

    /// Counts them.
    pub(super) fn count(&self, context: &Context<'_>) -> String {
        format!("SELECT count(*) FROM {} AS t WHERE {}", context.writer.name(&self.table), self.condition)
    }

    /// The gate that no such row is there, with the statements that set them aside as its remedy.
    pub(super) fn gate(&self, now: &Catalogue, context: &Context<'_>) -> Gate {
        Gate {
            title: format!("no row of {} {}", self.table, self.reason),
            query: self.count(context),
            expected: 0,
            help: format!(
                "correct these rows (SELECT * FROM {} AS t WHERE {}), or run the remedy, which moves them to {}",
                context.writer.name(&self.table),
                self.condition,
                self.archive(context)
            ),
            remedy: self.set_aside(now, context),
        }
    }

    /// Moves them to the archive, after the rows that refer to them, to archives of their own.
    pub(super) fn set_aside(&self, now: &Catalogue, context: &Context<'_>) -> Vec<String> {
        let all = self.with_dependents(now, context);
        // Nothing new refers to rows that are locked: a foreign key's check waits, and then finds them gone.
        let referred = all.split_last().map_or(&[][..], |(_, referred)| referred);
        let locks = referred.iter().map(|it| it.lock(context));
        locks.chain(all.iter().rev().flat_map(|it| it.set_aside_alone(now, context))).collect()
    }

    fn lock(&self, context: &Context<'_>) -> String {
        let table = context.writer.name(&self.table);
        format!("SELECT count(*) FROM (SELECT FROM {table} AS t WHERE {} FOR UPDATE) AS locked", self.condition)
    }

    /// Rows that still have something referring to them stay: the constraint then fails, and nothing is lost.
    fn set_aside_alone(&self, now: &Catalogue, context: &Context<'_>) -> Vec<String> {
        let (table, archive) = (context.writer.name(&self.table), self.archive(context));
        let mut condition = format!("({})", self.condition);
        for (name, key) in references(now, context, &self.table) {
            let last = if key.period { "&&" } else { "=" };
            let same = temporal::pairs_meet(context, ("t", &key.referenced_columns), ("other", &key.columns), last);
            condition =
                format!("{condition} AND NOT EXISTS (SELECT FROM {} AS other WHERE {same})", context.writer.name(name));
        }
        if context.relocations.iter().any(|it| it.from == self.table) {
            // What columns of it have moved to stays where it is until the row is back.
            condition.push_str(" AND set_config('migration_architect.backfill', 'on', true) = 'on'");
        }
        let reason = context.writer.literal(&self.reason);
        // By their names: the table may have columns of ours besides, which the archive has not.
        let names: Option<Vec<&String>> =
            now.tables.get(&self.table).map(|table| table.columns.iter().map(|it| &it.name).collect());
        let (returned, target) = match names.filter(|it| !it.is_empty()) {
            Some(names) => {
                let idents = names.iter().map(|it| format!("t.{}", context.writer.ident(it))).collect::<Vec<_>>();
                (idents.join(", "), format!("{archive} ({}, {REASON})", context.writer.idents(names)))
            }
            None => ("t.*".to_owned(), archive.clone()),
        };
        vec![
            format!(
                "CREATE TABLE IF NOT EXISTS {archive} AS SELECT {}, ''::text AS {REASON} FROM {table} AS t WITH NO DATA",
                self.columns(now, context)
            ),
            quietly(
                context,
                &table,
                &format!(
                    "WITH gone AS (DELETE FROM {table} AS t WHERE {condition} RETURNING {returned}) INSERT INTO {target} SELECT gone.*, {reason} FROM gone"
                ),
                None,
            ),
        ]
    }

    /// The columns that the archive has. A domain looks at all that is of it, so that what it does not accept is kept as
    /// values of the type under it.
    fn columns(&self, now: &Catalogue, context: &Context<'_>) -> String {
        let Some(table) = now.tables.get(&self.table) else { return "t.*".to_owned() };
        let under = |column: &Column| -> Option<DataType> {
            let mut found = None;
            let mut of = &column.data_type;
            while let Some((_, domain)) = now.domains.iter().find(|(name, _)| name.to_string() == of.name) {
                of = &domain.data_type;
                found = Some(DataType { array: of.array || column.data_type.array, ..of.clone() });
            }
            found
        };
        if !table.columns.iter().any(|column| under(column).is_some()) {
            return "t.*".to_owned();
        }
        let columns = table.columns.iter().map(|column| {
            let ident = context.writer.ident(&column.name);
            match under(column) {
                Some(plain) => format!("t.{ident}::{} AS {ident}", context.writer.data_type(&plain)),
                None => format!("t.{ident}"),
            }
        });
        columns.collect::<Vec<_>>().join(", ")
    }

    /// These rows, then the rows that refer to them, directly or through others, along every foreign key: each table after
    /// those that it refers to, except in a circle.
    fn with_dependents(&self, now: &Catalogue, context: &Context<'_>) -> Vec<Offenders> {
        let mut waiting = vec![&self.table];
        let mut seen: BTreeSet<&QualifiedName> = waiting.iter().copied().collect();
        let mut edges = Vec::new();
        let mut at = 0;
        while let Some(parent) = waiting.get(at).copied() {
            at += 1;
            for (name, key) in references(now, context, parent).filter(|(name, _)| *name != parent) {
                edges.push((name, key, parent));
                if seen.insert(name) {
                    waiting.push(name);
                }
            }
        }
        waiting.retain(|it| **it != self.table);
        let mut all = vec![self.clone()];
        while !waiting.is_empty() {
            let is_ready = |name: &&QualifiedName| {
                edges.iter().all(|(child, _, parent)| child != name || !waiting.contains(parent))
            };
            let next = waiting.iter().position(is_ready).unwrap_or_default();
            let name = waiting.remove(next);
            let (mut conditions, mut parents) = (Vec::new(), Vec::new());
            for (_, key, parent) in edges.iter().filter(|(child, ..)| *child == name) {
                let Some(of) = all.iter().find(|it| it.table == **parent) else { continue };
                let length = conditions.iter().map(String::len).sum::<usize>() + of.condition.len();
                // The text grows with the number of ways; a row that is reached by another one stays, and the gate closed.
                if conditions.is_empty() || length < LONGEST_CONDITION {
                    conditions.push(of.referred_to_by(key, context));
                    if !parents.contains(&of.table.to_string()) {
                        parents.push(of.table.to_string());
                    }
                }
            }
            let condition = match conditions.as_slice() {
                [only] => only.clone(),
                several => several.iter().map(|it| format!("({it})")).collect::<Vec<_>>().join(" OR "),
            };
            let reason = format!("refers to a row of {} that was set aside", parents.join(" or "));
            all.push(Offenders { table: name.clone(), what: self.what.clone(), condition, reason });
        }
        all
    }

    /// The condition on a row `t` of another table that its `key` leads to one of these rows.
    fn referred_to_by(&self, key: &ForeignKey, context: &Context<'_>) -> String {
        let idents = |names: &[String]| {
            let idents = names.iter().map(|it| format!("t.{}", context.writer.ident(it)));
            idents.collect::<Vec<_>>().join(", ")
        };
        let (table, condition) = (context.writer.name(&self.table), &self.condition);
        if key.period {
            let meets = temporal::pairs_meet(context, ("t", &key.columns), ("p", &key.referenced_columns), "&&");
            return format!("EXISTS (SELECT FROM (SELECT t.* FROM {table} AS t WHERE {condition}) AS p WHERE {meets})");
        }
        let (own, theirs) = (idents(&key.columns), idents(&key.referenced_columns));
        format!("({own}) IN (SELECT {theirs} FROM {table} AS t WHERE {condition})")
    }

    /// Puts back what was set aside, into the tables as they are in `now`, where no row of the same key has come in its
    /// place and what it refers to is there; drops the archives that are empty then. Nothing where there are none.
    pub(super) fn put_back(&self, now: &Catalogue, context: &Context<'_>) -> Vec<String> {
        let all = self.with_dependents(now, context);
        all.iter().flat_map(|it| it.put_back_alone(now, context)).collect()
    }

    fn put_back_alone(&self, now: &Catalogue, context: &Context<'_>) -> Vec<String> {
        let Some(table) = now.tables.get(&self.table) else { return Vec::new() };
        let (name, archive) = (context.writer.name(&self.table), self.archive(context));
        let columns = table.columns.iter().filter(|column| column.generated.is_none()).map(|column| &column.name);
        let columns = context.writer.idents(columns);
        let mut conditions = Vec::new();
        for index in table.indexes.values().filter(|it| it.unique && it.name != self.what) {
            let columns = index.elements.iter().map(|element| match &element.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expression(_) => None,
            });
            if let (Some(columns), None) = (columns.collect::<Option<Vec<String>>>(), &index.predicate) {
                let same = temporal::pairs_meet(context, ("a", &columns), ("other", &columns), "=");
                conditions.push(format!("NOT EXISTS (SELECT FROM {name} AS other WHERE {same})"));
                continue;
            }
            let elements = index.elements.iter().map(|element| match &element.key {
                IndexKey::Column(column) => (context.writer.ident(column), "="),
                IndexKey::Expression(expression) => (expression.text.clone(), "="),
            });
            conditions.push(is_free(&name, elements, index.predicate.as_ref()));
        }
        // The constraint that they could not satisfy is gone when they come back.
        for constraint in table.constraints.values().filter(|it| it.name != self.what) {
            match &constraint.kind {
                ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                    let last = if key.without_overlaps { "&&" } else { "=" };
                    let same = temporal::pairs_meet(context, ("a", &key.columns), ("other", &key.columns), last);
                    conditions.push(format!("NOT EXISTS (SELECT FROM {name} AS other WHERE {same})"));
                }
                ConstraintKind::ForeignKey(key) if key.references != self.table => {
                    let null = key.columns.iter().map(|it| format!("a.{} IS NULL", context.writer.ident(it)));
                    let null = null.collect::<Vec<_>>().join(" OR ");
                    if key.period {
                        conditions.push(format!("({null} OR {})", temporal::is_covered(context, "a", key)));
                        continue;
                    }
                    let same = equal(&key.columns, &key.referenced_columns, context);
                    let parent = context.writer.name(&key.references);
                    conditions.push(format!("({null} OR EXISTS (SELECT FROM {parent} AS other WHERE {same}))"));
                }
                ConstraintKind::Exclusion(it) => {
                    let elements = it.elements.iter();
                    let elements = elements.map(|it| (bare(&it.expression.text).to_owned(), it.operator.as_str()));
                    conditions.push(is_free(&name, elements, it.predicate.as_ref()));
                }
                _ => {}
            }
        }
        let fits = if conditions.is_empty() { "true".to_owned() } else { conditions.join(" AND ") };
        let literal = context.writer.literal(&archive);
        vec![
            quietly(
                context,
                &name,
                &format!(
                    "WITH back AS (DELETE FROM {archive} AS a WHERE {fits} RETURNING a.*) INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM back"
                ),
                Some(&archive),
            ),
            format!(
                "DO $empty$ BEGIN IF to_regclass({literal}) IS NOT NULL THEN IF NOT EXISTS (SELECT FROM {archive}) THEN DROP TABLE {archive}; END IF; END IF; END $empty$"
            ),
        ]
    }
}

/// A condition on the archived row `a`: no row of the table `name` has values that it must not share. Of both, only rows
/// that `predicate` holds for count.
fn is_free<'a>(
    name: &str,
    elements: impl Iterator<Item = (String, &'a str)>,
    predicate: Option<&Expression>,
) -> String {
    let (values, operators): (Vec<_>, Vec<_>) = elements.unzip();
    let named = values.iter().enumerate().map(|(at, value)| format!("({value}) AS e{at}"));
    let named = named.collect::<Vec<_>>().join(", ");
    let filter = predicate.map(|it| format!(" WHERE ({})", it.text)).unwrap_or_default();
    let meets = operators.iter().enumerate().map(|(at, operator)| format!("other.e{at} {operator} own.e{at}"));
    let meets = meets.collect::<Vec<_>>().join(" AND ");
    format!(
        "NOT EXISTS (SELECT FROM (SELECT {named} FROM {name}{filter}) AS other JOIN (SELECT {named} FROM (SELECT a.*) AS a{filter}) AS own ON {meets})"
    )
}

/// `other.k = a.k AND …` for the archive's `own` columns and the `other` ones.
fn equal(own: &[String], other: &[String], context: &Context<'_>) -> String {
    let pair = |(own, other): (&String, &String)| {
        format!("other.{} = a.{}", context.writer.ident(other), context.writer.ident(own))
    };
    own.iter().zip(other).map(pair).collect::<Vec<_>>().join(" AND ")
}

/// Foreign keys that reference `table`, or a table that it is a partition of, with the tables that have them.
fn references<'a>(
    now: &'a Catalogue,
    context: &'a Context<'_>,
    table: &'a QualifiedName,
) -> impl Iterator<Item = (&'a QualifiedName, &'a ForeignKey)> {
    let above = std::iter::successors(Some(table), |name| {
        now.tables.get(*name).and_then(|table| table.partition_of.as_ref()).map(|part| &part.parent)
    });
    // Hostile input may make a table its own ancestor.
    above.take(now.tables.len().max(1)).flat_map(move |target| {
        context.referrers_of(target).filter_map(|name| now.tables.get_key_value(name)).flat_map(move |(name, it)| {
            it.constraints.values().filter_map(move |constraint| match &constraint.kind {
                ConstraintKind::ForeignKey(key) if key.references == *target && !key.referenced_columns.is_empty() => {
                    Some((name, key))
                }
                _ => None,
            })
        })
    })
}
