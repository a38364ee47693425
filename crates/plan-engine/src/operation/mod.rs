//! Operations: what can be done to a database, a file each.
//!
//! A change is *placed* as one or more operations, each in a phase; these are then *lowered* in order to steps, each
//! against the catalogue as it then is. A step holds what is done, what it takes, its effect and its inverse; nothing
//! behind this module knows operations.

mod policy;
mod postgres;
mod sqlite;

use std::collections::{BTreeMap, BTreeSet};

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, Column, ConstraintKind, ObjectPath, QualifiedName};
use schema_diff::diff::{Change, Diff};
use schema_diff::write::Writer;

use crate::conversion::{self, Conversion, Convert};
use crate::derivation::Derivation;
use crate::plan::{
    Action, Archive, ColumnConversion, DerivedColumns, Edit, Facts, Inverse, Loss, MovedColumns, Phase, PhaseName, Sql,
    VersionedViews,
};
use crate::relocation::Relocation;
use crate::workshop::{WORKSHOP, Workshop};
use crate::{MakeOptions, Refusal};

/// What operations are placed and lowered with.
pub(crate) struct Context<'a> {
    /// Where the system is.
    pub(crate) before: &'a Catalogue,
    /// Where it should be.
    pub(crate) after: &'a Catalogue,
    /// What differs.
    pub(crate) diff: &'a Diff,
    /// Writes DDL.
    pub(crate) writer: Writer,
    /// Names archives.
    pub(crate) workshop: Workshop,
    /// What the user said.
    pub(crate) options: &'a MakeOptions,
    /// Columns that become others by expressions that the user stated.
    pub(crate) derivations: Vec<Derivation>,
    /// Columns that move to another table.
    pub(crate) relocations: Vec<Relocation>,
    /// Tables that reference a table on either side.
    pub(crate) referrers: BTreeMap<&'a QualifiedName, BTreeSet<&'a QualifiedName>>,
}

/// Tables that reference a table, on either side: looked up for every constraint that comes or goes.
pub(crate) fn referrers<'a>(
    before: &'a Catalogue,
    after: &'a Catalogue,
) -> BTreeMap<&'a QualifiedName, BTreeSet<&'a QualifiedName>> {
    let mut referrers: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (name, table) in before.tables.iter().chain(&after.tables) {
        for constraint in table.constraints.values() {
            if let ConstraintKind::ForeignKey(key) = &constraint.kind {
                referrers.entry(&key.references).or_default().insert(name);
            }
        }
    }
    referrers
}

impl Context<'_> {
    /// The value that the user gave for rows without one in `table.column`.
    pub(crate) fn fill(&self, table: &QualifiedName, column: &str) -> Option<&str> {
        self.options.fills.iter().find(|fill| fill.speaks_of(table, column)).map(|fill| fill.expression.as_str())
    }

    /// The conversion between the old and the new type of `table.column`: as the user stated it, else inferred.
    pub(crate) fn conversion(
        &self,
        table: &QualifiedName,
        old: &Column,
        new: &Column,
    ) -> Result<Conversion, conversion::Reason> {
        let (from, to) = ((old, self.before), (new, self.after));
        match self.stated_conversion(table, old, new) {
            Some(convert) => Ok(conversion::state(convert, from, to)),
            None => conversion::infer(from, to),
        }
    }

    /// The conversion that the user stated for a column, by its name before or after.
    pub(crate) fn stated_conversion(&self, table: &QualifiedName, old: &Column, new: &Column) -> Option<&Convert> {
        let stated = &self.options.conversions;
        stated.iter().find(|it| it.speaks_of(table, &new.name) || it.speaks_of(table, &old.name))
    }

    /// Tables that reference `table` on either side.
    pub(crate) fn referrers_of(&self, table: &QualifiedName) -> impl Iterator<Item = &QualifiedName> {
        self.referrers.get(table).into_iter().flatten().copied()
    }

    /// Whether a change of `path` of any kind is among those to plan.
    pub(crate) fn changes(&self, path: &ObjectPath) -> impl Iterator<Item = &Change> {
        self.diff.changes.iter().filter(move |change| change.path == *path)
    }
}

/// Something to do, placed in a phase, not yet lowered.
pub(crate) trait Operation {
    /// The steps that do it, where the catalogue is `now`. Most operations are one step.
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal>;
}

/// An operation in its place.
pub(crate) struct Placed {
    /// In which phase.
    pub(crate) phase: PhaseName,
    /// Where in the phase; operations of equal rank keep the order of the changes.
    pub(crate) rank: u8,
    /// What.
    pub(crate) operation: Box<dyn Operation>,
}

impl Placed {
    /// An operation of rank `rank` in `phase`.
    pub(crate) fn new(phase: PhaseName, rank: u8, operation: impl Operation + 'static) -> Self {
        Self { phase, rank, operation: Box::new(operation) }
    }
}

/// A step without its id, and the archives that it uses.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// See [`crate::plan::Step`].
    pub(crate) operation: &'static str,
    /// See [`crate::plan::Step`].
    pub(crate) title: String,
    /// See [`crate::plan::Step`].
    pub(crate) subject: Option<ObjectPath>,
    /// See [`crate::plan::Step`].
    pub(crate) why: String,
    /// See [`crate::plan::Step`].
    pub(crate) facts: Facts,
    /// See [`crate::plan::Step`].
    pub(crate) forward: Vec<Action>,
    /// See [`crate::plan::Step`].
    pub(crate) effect: Vec<Edit>,
    /// See [`crate::plan::Step`].
    pub(crate) inverse: Inverse,
    /// Archives that the step or its inverse fills.
    pub(crate) archives: Vec<Archive>,
}

impl Draft {
    /// A step that does `forward` and is taken back by `back`; `facts` hold for both ways, nothing is lost.
    pub(crate) fn new(
        operation: &'static str,
        subject: &ObjectPath,
        title: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            operation,
            title: title.into(),
            subject: Some(subject.clone()),
            why: why.into(),
            facts: Facts::default(),
            forward: Vec::new(),
            effect: Vec::new(),
            inverse: Inverse {
                title: String::new(),
                actions: Vec::new(),
                effect: Vec::new(),
                facts: Facts::default(),
                loss: Loss::Nothing,
            },
            archives: Vec::new(),
        }
    }

    /// With these actions.
    pub(crate) fn forward(mut self, actions: impl IntoIterator<Item = Action>) -> Self {
        self.forward.extend(actions);
        self
    }

    /// With this effect.
    pub(crate) fn effect(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.effect.extend(edits);
        self
    }

    /// With these facts.
    pub(crate) fn facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// With this way back.
    pub(crate) fn back(
        mut self,
        title: impl Into<String>,
        actions: impl IntoIterator<Item = Action>,
        effect: impl IntoIterator<Item = Edit>,
    ) -> Self {
        self.inverse.title = title.into();
        self.inverse.actions.extend(actions);
        self.inverse.effect.extend(effect);
        self
    }

    /// With these facts of the way back.
    pub(crate) fn back_facts(mut self, facts: Facts) -> Self {
        self.inverse.facts = facts;
        self
    }

    /// With a loss on the way back.
    pub(crate) fn loss(mut self, loss: Loss) -> Self {
        self.inverse.loss = loss;
        self
    }

    /// With archives.
    pub(crate) fn archives(mut self, archives: impl IntoIterator<Item = Archive>) -> Self {
        self.archives.extend(archives);
        self
    }
}

/// What is to be done, and what a plan states besides.
#[derive(Default)]
pub(crate) struct Placement {
    /// The operations.
    pub(crate) placed: Vec<Placed>,
    /// Columns that are there in two shapes at one time.
    pub(crate) conversions: Vec<ColumnConversion>,
    /// Columns that are made of others.
    pub(crate) derivations: Vec<DerivedColumns>,
    /// Columns that move to another table.
    pub(crate) relocations: Vec<MovedColumns>,
    /// The views that the new version works with until `contract`.
    pub(crate) versioned_views: Option<VersionedViews>,
}

/// Places the operations for every change, or says what is refused.
pub(crate) fn place(context: &Context<'_>) -> Result<Placement, Vec<Refusal>> {
    match context.writer.dialect() {
        Dialect::Sqlite => Ok(Placement { placed: sqlite::place(context)?, ..Placement::default() }),
        _ => postgres::place(context),
    }
}

/// Takes from what a step makes, on either way, the privileges that it has only by default (`ALTER DEFAULT PRIVILEGES`).
pub(crate) fn take_surplus_privileges(draft: &mut Draft, before: &Catalogue, after: &Catalogue, context: &Context<'_>) {
    let take = |from: &Catalogue, to: &Catalogue, actions: &mut Vec<Action>| {
        let statements = postgres::privileges::take_surplus(from, to, context, actions);
        if !statements.is_empty() {
            actions.push(Action::Sql(Sql::in_transaction(statements)));
        }
    };
    take(before, after, &mut draft.forward);
    take(after, before, &mut draft.inverse.actions);
}

/// The step that makes the workshop, where an action of `phases` uses it. SQLite's has nothing to make.
pub(crate) fn prepare(context: &Context<'_>, phases: &[Phase]) -> Option<Draft> {
    let steps = || phases.iter().flat_map(|phase| &phase.steps);
    let used = steps().flat_map(|step| step.forward.iter().chain(&step.inverse.actions)).any(uses_workshop);
    match context.writer.dialect() {
        Dialect::Sqlite => None,
        _ => used.then(postgres::toolkit::prepare),
    }
}

fn uses_workshop(action: &Action) -> bool {
    let mentions = |text: &String| text.contains(WORKSHOP);
    match action {
        Action::Sql(sql) => sql.statements.iter().any(mentions),
        Action::Batches(batches) => mentions(&batches.call),
        Action::Gate(gate) => gate.remedy.iter().any(mentions),
        Action::Approval { .. } | Action::Manual { .. } => false,
    }
}

/// The step that drops the archive, behind an approval; there is no way back behind it.
pub(crate) fn purge(context: &Context<'_>, archives: &[Archive]) -> Draft {
    let statements = match context.writer.dialect() {
        Dialect::Sqlite => archives.iter().map(|it| format!("DROP TABLE IF EXISTS {}", it.relation)).collect(),
        _ => vec![format!("DROP SCHEMA IF EXISTS {WORKSHOP} CASCADE")],
    };
    let approval = Action::Approval {
        role: "data-owner".to_owned(),
        reason: "the archive is no longer needed: this is the point of no return".to_owned(),
    };
    let why = "What the plan took out is gone for good after this.";
    let draft = Draft::new("purge", &ObjectPath::Schema(WORKSHOP.to_owned()), "Drop the archive", why)
        .forward([approval, Action::Sql(Sql::in_transaction(statements))])
        .loss(Loss::Everything("the archive that the way back restores from is dropped".to_owned()));
    Draft { subject: None, ..draft }
}
