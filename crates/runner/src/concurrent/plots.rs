//! Which tables writers write, and what they may do there.

use std::collections::BTreeSet;

use plan_engine::plan::{Plan, Step};
use schema_diff::catalogue::{Catalogue, ConstraintKind, Expression, ForeignKey, QualifiedName, Table};

use super::ledger::Place;
use crate::application::statements::TableStatements;
use crate::rows::keys;
use crate::rows::maker::Parents;

/// A column of a row that all writers increase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counter {
    /// The row.
    pub(crate) place: Place,
    /// The column.
    pub(crate) column: String,
    /// What it held at first.
    pub(crate) start: i64,
}

/// A table that writers of one version write.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is found by itself")]
pub(crate) struct Plot {
    /// Its statements.
    pub(crate) statements: TableStatements,
    /// Columns that both versions have, in this table.
    pub(crate) shared: BTreeSet<String>,
    /// Rows that its foreign keys may lead to, which nobody deletes.
    pub(crate) parents: Vec<Parents>,
    /// Foreign keys that only this version's schema has: before the engine watches over them, the rows that they lead
    /// to are looked up and locked, as the engine would.
    pub(crate) own_references: Vec<ForeignKey>,
    /// Whether writing one column may change others: a trigger of the table's own has a say.
    pub(crate) has_triggers: bool,
    /// Whether rows may be inserted: no made-up value can be in the way of another.
    pub(crate) may_insert: bool,
    /// Whether rows may be deleted: nothing refers to them.
    pub(crate) may_delete: bool,
    /// Whether this version's schema refuses what the other's accepts: rows are tried on it first.
    pub(crate) stricter: bool,
    /// The column of a row that all writers increase.
    pub(crate) counter: Option<Counter>,
}

/// Tables that a plan's steps touch, in the order of its steps.
pub(crate) fn touched(plan: &Plan) -> Vec<QualifiedName> {
    let mut names = Vec::new();
    let subject = |step: &Step| step.subject.as_ref().and_then(|it| it.relation()).cloned();
    for name in plan.phases.iter().flat_map(|phase| &phase.steps).filter_map(subject) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Plot {
    /// What a version with the schema `own` may do to the table of `statements`, while the other version's is `other`;
    /// none where what is committed might not be found again for another reason than the plan's.
    pub(crate) fn new(statements: TableStatements, own: &Catalogue, other: &Catalogue) -> Option<Self> {
        let name = &statements.table;
        let table = own.tables.get(name)?;
        let its = other.tables.get(name);
        let shared: BTreeSet<String> = match its {
            Some(its) => {
                let both = |name: &&String| its.column(name).is_some_and(|it| it.generated.is_none());
                table.columns.iter().map(|it| &it.name).filter(both).cloned().collect()
            }
            None => table.columns.iter().map(|it| it.name.clone()).collect(),
        };
        let same_key = statements.key.iter().all(|it| shared.contains(it));
        let quiet = is_quiet(name, own) && is_quiet(name, other) && !own.refuses_changes(name);
        if statements.key.is_empty() || !same_key || !quiet {
            return None;
        }
        // A domain or an enum of the same name may be another one.
        let has_own_types = table.columns.iter().any(|it| it.data_type.name.contains('.'));
        let stricter = its.is_some_and(|its| has_own_types || is_stricter(table, its));
        let new_reference = |key: &&ForeignKey| its.is_some_and(|its| keys::foreign_keys(its).all(|it| it != *key));
        Some(Self {
            own_references: keys::foreign_keys(table).filter(new_reference).cloned().collect(),
            may_insert: !leads_once(table) && !its.is_some_and(|its| has_more_unique(table, its)),
            may_delete: !is_referenced(name, own) && !is_referenced(name, other),
            parents: Vec::new(),
            counter: None,
            shared,
            has_triggers: !table.triggers.is_empty() || its.is_some_and(|it| !it.triggers.is_empty()),
            stricter,
            statements,
        })
    }

    /// Columns that may be increased by one: whole numbers in both versions, of which no condition speaks.
    pub(crate) fn countable(&self, own: &Catalogue, other: &Catalogue) -> Option<String> {
        let name = &self.statements.table;
        let (table, its) = (own.tables.get(name)?, other.tables.get(name)?);
        let fits = |column: &&String| {
            let number = |table: &Table| {
                let column = table.column(column)?;
                let whole = ["smallint", "integer", "bigint"].contains(&column.data_type.name.as_str());
                (whole && !column.data_type.array && keys::is_writable(column)).then(|| column.data_type.clone())
            };
            let free = |table: &Table| {
                let foreign = keys::foreign_keys(table).any(|key| key.columns.contains(column));
                let unique = keys::unique_keys(table).concat().contains(column);
                !foreign && !unique && !conditions(table).any(|it| it.mentions(column))
            };
            number(table).is_some() && number(table) == number(its) && free(table) && free(its)
        };
        let names: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
        names.iter().find(fits).cloned().filter(|_| !self.has_triggers)
    }
}

/// Conditions that a table's rows fulfil, and expressions that they are told apart by.
fn conditions(table: &Table) -> impl Iterator<Item = &Expression> {
    let checks = table.constraints.values().filter_map(|it| match &it.kind {
        ConstraintKind::Check(check) => Some(&check.expression),
        _ => None,
    });
    let predicates = table.indexes.values().filter_map(|index| index.predicate.as_ref());
    let generated = table.columns.iter().filter_map(|it| it.generated.as_ref().map(|it| &it.expression));
    checks.chain(predicates).chain(generated)
}

/// Whether statements about the table change its rows and no others, and no other statement does: it is not part of a
/// tree of partitioned or inheriting tables, no rule or policy is on it, no function speaks of it, and its triggers do nothing but change the row.
fn is_quiet(name: &QualifiedName, catalogue: &Catalogue) -> bool {
    let Some(table) = catalogue.tables.get(name) else { return true };
    // Rows of a tree move from table to table.
    if table.partition_by.is_some() || table.parents().next().is_some() || catalogue.children(name).next().is_some() {
        return false;
    }
    let mut triggers = table.triggers.values();
    triggers.all(|trigger| trigger.function.as_ref().is_some_and(|function| is_harmless(function, catalogue)))
        && !catalogue.functions.values().any(|it| words(&it.body).any(|word| word == name.name))
        && !catalogue.definitions.keys().any(|id| id.relation.as_ref() == Some(name))
        && !catalogue.unmodelled.iter().any(|it| it.names.contains(&name.name))
}

/// Whether the functions called `name` run no statement.
fn is_harmless(name: &str, catalogue: &Catalogue) -> bool {
    const STATEMENTS: [&str; 10] =
        ["insert", "update", "delete", "truncate", "merge", "select", "perform", "execute", "call", "raise"];
    let mut its = catalogue.functions.iter().filter(|(it, _)| format!("{}.{}", it.schema, it.name) == name).peekable();
    let runs = |body: &str| words(body).any(|word| STATEMENTS.contains(&word.to_ascii_lowercase().as_str()));
    its.peek().is_some() && its.all(|(_, function)| !runs(&function.body))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
}

fn is_referenced(name: &QualifiedName, catalogue: &Catalogue) -> bool {
    let refers = |table: &Table| keys::foreign_keys(table).any(|key| key.references == *name);
    catalogue.tables.values().any(refers)
}

/// Whether each row may be led to once only: then there are not enough of them for everybody.
fn leads_once(table: &Table) -> bool {
    let unique = keys::unique_keys(table);
    let once = |key: &ForeignKey| unique.iter().any(|it| it.iter().all(|it| key.columns.contains(it)));
    keys::foreign_keys(table).any(once)
}

/// Whether `table` has a key that `other` has not: before the engine watches over it, two sessions could both write
/// what goes with it alone.
fn has_more_unique(table: &Table, other: &Table) -> bool {
    let known = keys::unique_keys(other);
    let excludes = |table: &Table| table.constraints.values().any(|it| matches!(it.kind, ConstraintKind::Exclusion(_)));
    keys::unique_keys(table).iter().any(|key| !known.contains(key)) || (excludes(table) && !excludes(other))
}

fn is_stricter(table: &Table, other: &Table) -> bool {
    let known = |kind: &ConstraintKind| other.constraints.values().any(|it| it.kind == *kind);
    let column = |it: &schema_diff::catalogue::Column| {
        other.column(&it.name).is_some_and(|other| (it.not_null && !other.not_null) || it.data_type != other.data_type)
    };
    table.constraints.values().any(|it| !known(&it.kind)) || table.columns.iter().any(column)
}
