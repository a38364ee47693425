//! From what was read to the catalogue: mentions are respelt as declared, expressions get their canonical form,
//! constraints their names, foreign keys the columns that they left out.

use std::collections::{BTreeMap, BTreeSet};

use findings::{DiagnosticLevel, SourceText, Span};

use super::canonical::canonical;
use super::cursor::Fault;
use super::draft::{Draft, Place, Placed, TableDraft, ViewDraft};
use super::index::settle_collation;
use super::spelling::{Spelling, folded};
use super::{Session, check};
use crate::Dialect;
use crate::catalogue::{
    Catalogue, Constraint, ConstraintKind, Expression, Grants, Index, IndexKey, ObjectPath, QualifiedName, Table,
    Trigger, Unmodelled, View,
};
use crate::read::{Origins, Reading};

struct Finisher {
    catalogue: Catalogue,
    origins: Origins,
    /// What `sqlparser` does not understand: where, and why.
    doubts: Vec<(Place, String)>,
}

/// Makes a reading of a session.
pub(super) fn finish(mut session: Session<'_>) -> Reading {
    let mut draft = std::mem::take(&mut session.draft);
    drop_shadows(&mut draft);
    let spelling = all_names(&draft);
    let keys = primary_keys(&draft);
    let mut finisher =
        Finisher { catalogue: Catalogue::empty(Dialect::Sqlite), origins: Origins::default(), doubts: Vec::new() };
    for table in draft.tables.into_values() {
        finisher.table(table, &spelling, &keys);
    }
    for view in draft.views.into_values() {
        finisher.view(view, &spelling);
    }
    finisher.catalogue.unmodelled.extend(draft.unmodelled.into_iter().map(|(_, it)| it));
    for ((source, span), reason) in finisher.doubts {
        let fault = Fault::new(format!("not understood, and compared as text: {reason}"), span).code("not-parsed");
        session.diagnostic(DiagnosticLevel::Warning, source, fault, None);
    }
    let renamed_from = renames(&session.renames, &finisher.origins, session.sources);
    Reading {
        catalogue: finisher.catalogue,
        origins: finisher.origins,
        statements: session.statements,
        diagnostics: session.diagnostics,
        renamed_from,
        sources: session.sources.to_vec(),
    }
}

fn all_names(draft: &Draft) -> Spelling<'static> {
    let mut spelling = Spelling::default();
    for table in draft.tables.values() {
        spelling.add(&table.name);
        table.columns.iter().for_each(|column| spelling.add(&column.it.name));
        table.triggers.values().for_each(|trigger| spelling.add(&trigger.it.name));
    }
    for view in draft.views.values() {
        spelling.add(&view.name);
        view.columns.iter().flatten().for_each(|column| spelling.add(&column.name));
    }
    spelling
}

fn primary_keys(draft: &Draft) -> BTreeMap<String, Vec<String>> {
    let key_of = |table: &TableDraft| {
        table.constraints.iter().find_map(|constraint| match &constraint.it.kind {
            ConstraintKind::PrimaryKey(key) => Some(key.columns.clone()),
            _ => None,
        })
    };
    draft.tables.iter().filter_map(|(name, table)| key_of(table).map(|key| (name.clone(), key))).collect()
}

/// Takes out the tables that belong to a virtual table: `x_data` and the like appear with it.
fn drop_shadows(draft: &mut Draft) {
    const SHADOWS: [&str; 11] =
        ["data", "idx", "content", "docsize", "config", "segments", "segdir", "stat", "node", "parent", "rowid"];
    let names: Vec<String> = draft.unmodelled.iter().map(|(name, _)| name.clone()).collect();
    for shadow in names.iter().flat_map(|name| SHADOWS.iter().map(move |it| format!("{name}_{it}"))) {
        draft.tables.remove(&shadow);
    }
}

fn qualified(name: &str) -> QualifiedName {
    QualifiedName::new(Dialect::Sqlite.default_schema(), name)
}

impl Finisher {
    fn table(&mut self, draft: TableDraft, all: &Spelling<'_>, keys: &BTreeMap<String, Vec<String>>) {
        let name = qualified(&draft.name);
        let mut spelling = Spelling::within(all);
        draft.columns.iter().for_each(|column| spelling.add(&column.it.name));
        let mut table = Table { options: draft.options, ..Table::default() };
        self.origins.0.insert(ObjectPath::Table(name.clone()), draft.place);
        for Placed { it: mut column, place } in draft.columns {
            column.default.iter_mut().for_each(|it| self.expression(it, place, &spelling));
            column.generated.iter_mut().for_each(|it| self.expression(&mut it.expression, place, &spelling));
            self.origins.0.insert(ObjectPath::Column(name.clone(), column.name.clone()), place);
            table.columns.push(column);
        }
        for Placed { it: mut constraint, place } in draft.constraints {
            self.constraint(&mut constraint, place, &spelling, all, keys);
            let Some(key) = free_name(&constraint, &table.constraints) else { continue };
            constraint.name.clone_from(&key);
            self.origins.0.insert(ObjectPath::Constraint(name.clone(), key.clone()), place);
            table.constraints.insert(key, constraint);
        }
        for Placed { it: mut index, place } in draft.indexes.into_values() {
            self.index(&mut index, &table, place, &spelling);
            self.origins.0.insert(ObjectPath::Index(name.clone(), index.name.clone()), place);
            table.indexes.insert(index.name.clone(), index);
        }
        table.triggers = self.triggers(&name, draft.triggers, all);
        let clauses = draft.clauses.into_iter().map(|(column, clause)| clause_of(&draft.name, &column, &clause));
        self.catalogue.unmodelled.extend(clauses);
        self.catalogue.tables.insert(name, table);
    }

    fn expression(&mut self, expression: &mut Expression, place: Place, spelling: &Spelling<'_>) {
        expression.canonical = canonical(&expression.text, spelling);
        self.doubts.extend(check::expression(&expression.text).map(|reason| (place, reason)));
    }

    fn constraint(
        &mut self,
        constraint: &mut Constraint,
        place: Place,
        spelling: &Spelling<'_>,
        all: &Spelling<'_>,
        keys: &BTreeMap<String, Vec<String>>,
    ) {
        let respell = |names: &mut Vec<String>, spelling: &Spelling<'_>| {
            for name in names {
                *name = spelling.declared(name);
            }
        };
        match &mut constraint.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => respell(&mut key.columns, spelling),
            ConstraintKind::Check(check) => self.expression(&mut check.expression, place, spelling),
            ConstraintKind::ForeignKey(key) => {
                respell(&mut key.columns, spelling);
                key.references.name = all.declared(&key.references.name);
                if key.referenced_columns.is_empty()
                    && let Some(columns) = keys.get(&folded(&key.references.name))
                    && columns.len() == key.columns.len()
                {
                    key.referenced_columns.clone_from(columns);
                }
                respell(&mut key.referenced_columns, all);
            }
            ConstraintKind::Exclusion(_) => {}
        }
    }

    fn index(&mut self, index: &mut Index, table: &Table, place: Place, spelling: &Spelling<'_>) {
        for element in &mut index.elements {
            let own = match &mut element.key {
                IndexKey::Column(name) => {
                    *name = spelling.declared(name);
                    table.column(name).and_then(|column| column.collation.as_deref())
                }
                IndexKey::Expression(expression) => {
                    self.expression(expression, place, spelling);
                    None
                }
            };
            settle_collation(element, own);
        }
        index.predicate.iter_mut().for_each(|it| self.expression(it, place, spelling));
    }

    fn triggers(
        &mut self,
        relation: &QualifiedName,
        drafts: BTreeMap<String, Placed<Trigger>>,
        all: &Spelling<'_>,
    ) -> BTreeMap<String, Trigger> {
        let mut triggers = BTreeMap::new();
        for Placed { it: mut trigger, place } in drafts.into_values() {
            trigger.definition.canonical = canonical(&trigger.definition.text, all);
            self.origins.0.insert(ObjectPath::Trigger(relation.clone(), trigger.name.clone()), place);
            triggers.insert(trigger.name.clone(), trigger);
        }
        triggers
    }

    fn view(&mut self, draft: ViewDraft, all: &Spelling<'_>) {
        let name = qualified(&draft.name);
        let triggers = self.triggers(&name, draft.triggers, all);
        self.doubts.extend(check::query(&draft.query).map(|reason| (draft.place, reason)));
        self.origins.0.insert(ObjectPath::View(name.clone()), draft.place);
        let view = View {
            materialized: false,
            columns: draft.columns,
            query: Expression::new(draft.query.clone(), canonical(&draft.query, all)),
            options: BTreeMap::new(),
            indexes: BTreeMap::new(),
            triggers,
            comment: None,
            grants: Grants::default(),
        };
        self.catalogue.views.insert(name, view);
    }
}

/// A constraint's own name, or one made of what it is; none where the table has the same constraint already, which the
/// engine counts once.
fn free_name(constraint: &Constraint, taken: &BTreeMap<String, Constraint>) -> Option<String> {
    let base = if constraint.named { constraint.name.clone() } else { description(&constraint.kind) };
    let same = |other: &Constraint| other.kind == constraint.kind && other.named == constraint.named;
    let mut name = base.clone();
    let mut number = 1_u32;
    while let Some(other) = taken.get(&name) {
        if same(other) {
            return None;
        }
        number += 1;
        name = format!("{base} #{number}");
    }
    Some(name)
}

fn description(kind: &ConstraintKind) -> String {
    match kind {
        ConstraintKind::PrimaryKey(key) => format!("primary key({})", key.columns.join(", ")),
        ConstraintKind::Unique(key) => format!("unique({})", key.columns.join(", ")),
        ConstraintKind::ForeignKey(key) => {
            let referenced = key.referenced_columns.join(", ");
            format!("foreign key({}) references {}({referenced})", key.columns.join(", "), key.references.name)
        }
        ConstraintKind::Check(check) => format!("check({})", check.expression.canonical),
        ConstraintKind::Exclusion(_) => "exclude".to_owned(),
    }
}

fn clause_of(table: &str, column: &str, clause: &str) -> Unmodelled {
    Unmodelled {
        what: clause.to_owned(),
        text: clause.to_owned(),
        canonical: format!("{table}.{column} {clause}"),
        names: BTreeSet::from([table.to_owned(), column.to_owned()]),
    }
}

/// What each `renamed from` comment stands at: the last definition that starts before it on its line, or else the first
/// one behind it.
fn renames(
    comments: &[(usize, usize, String)],
    origins: &Origins,
    sources: &[SourceText],
) -> Vec<(ObjectPath, String)> {
    let mut places: Vec<(usize, Span, &ObjectPath)> =
        origins.0.iter().map(|(path, (source, span))| (*source, *span, path)).collect();
    places.retain(|(_, _, path)| !matches!(path, ObjectPath::Constraint(..)));
    places.sort_by_key(|(source, span, _)| (*source, span.start));
    comments
        .iter()
        .filter_map(|(source, at, old)| {
            let text = sources.get(*source)?;
            let line = |offset: usize| text.line_column(offset).line;
            let split = places.partition_point(|(other, span, _)| (*other, span.start) <= (*source, *at));
            let here = line(*at);
            let before = places.get(..split)?.iter().rev();
            let on_line: Vec<_> =
                before.take_while(|(other, span, _)| other == source && line(span.start) == here).collect();
            // Behind the whole statement the comment speaks of the table, not of its last column.
            let whole = on_line
                .iter()
                .find(|(_, span, path)| span.end <= *at && matches!(path, ObjectPath::Table(_) | ObjectPath::View(_)));
            let after = places.get(split).filter(|(other, _, _)| other == source);
            let (_, _, path) = whole.or(on_line.first()).copied().or(after)?;
            Some(((*path).clone(), old.clone()))
        })
        .collect()
}
