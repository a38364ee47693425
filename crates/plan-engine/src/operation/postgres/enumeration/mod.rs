//! An enumeration comes, goes, or gets other labels.

mod carry;

use schema_diff::catalogue::{Catalogue, Column, EnumType, Object, ObjectPath, QualifiedName, Table};

use carry::Carried;

use super::common::{alone, alter_column, table, transaction};
use super::rows::Offenders;
use super::toolkit::{functions_read_anew, has_triggers};
use super::values::Replacement;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Archive, Edit, Facts, LockMode, Loss};
use crate::row_key::row_key;
use crate::workshop::WORKSHOP;

/// An enumeration gets labels, and keeps all it has.
pub(super) struct AddLabels {
    /// Its name.
    pub(super) name: QualifiedName,
    /// The labels as they are to be.
    pub(super) labels: Vec<String>,
}

/// An enumeration loses labels or has them in another order: it is made anew.
pub(super) struct RebuildEnum {
    /// Its name.
    pub(super) name: QualifiedName,
    /// The labels as they are to be.
    pub(super) labels: Vec<String>,
}

/// Whether `new` has all labels of `old`, in their order.
pub(super) fn only_adds(old: &[String], new: &[String]) -> bool {
    let mut rest = new.iter();
    old.iter().all(|label| rest.any(|it| it == label))
}

/// The labels of `old` in their order with those that only `new` has, each behind the one that precedes it there.
pub(super) fn with_added(old: &[String], new: &[String]) -> Vec<String> {
    let mut labels = old.to_vec();
    let mut before: Option<&String> = None;
    for label in new {
        if !labels.contains(label) {
            let at = before.and_then(|before| labels.iter().position(|it| it == before)).map_or(0, |at| at + 1);
            labels.insert(at, label.clone());
        }
        before = Some(label);
    }
    labels
}

/// Columns of the type, by table.
fn columns<'a>(now: &'a Catalogue, name: &QualifiedName) -> Vec<(&'a QualifiedName, &'a Column)> {
    let full = name.to_string();
    // Partitions and children follow their parent.
    let follows =
        |table: &Table, column: &Column| table.partition_of.is_some() || table.inherited.contains(&column.name);
    let of_type = |(table, column): &(&Table, &Column)| column.data_type.name == full && !follows(table, column);
    let columns = now.tables.iter().flat_map(|(name, table)| table.columns.iter().map(move |it| (name, table, it)));
    columns.filter(|(_, table, column)| of_type(&(*table, *column))).map(|(name, _, column)| (name, column)).collect()
}

fn with_labels(now: &Catalogue, name: &QualifiedName, labels: &[String]) -> Option<(EnumType, Edit)> {
    let old = now.enums.get(name)?;
    let new = EnumType { labels: labels.to_vec(), comment: old.comment.clone(), grants: old.grants.clone() };
    Some((old.clone(), Edit::put(ObjectPath::Enum(name.clone()), Object::Enum(new))))
}

impl AddLabels {
    fn statements(&self, old: &[String], context: &Context<'_>) -> Vec<String> {
        let (name, literal) = (context.writer.name(&self.name), |label: &String| context.writer.literal(label));
        let mut statements = Vec::new();
        for (at, label) in self.labels.iter().enumerate() {
            if old.contains(label) {
                continue;
            }
            let place = match at.checked_sub(1).and_then(|before| self.labels.get(before)) {
                Some(before) => format!("AFTER {}", literal(before)),
                None => old.first().map(|first| format!("BEFORE {}", literal(first))).unwrap_or_default(),
            };
            statements.push(
                format!("ALTER TYPE {name} ADD VALUE IF NOT EXISTS {} {place}", literal(label)).trim_end().to_owned(),
            );
        }
        statements
    }
}

impl Operation for AddLabels {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Enum(self.name.clone());
        let Some((old, effect)) = with_labels(now, &self.name, &self.labels) else { return Ok(Vec::new()) };
        let rebuild = Rebuild::new(now, context, &self.name, &self.labels, &old.labels);
        rebuild.carried().check(&path, &rebuild.removed())?;
        let mut forward =
            vec![transaction([rebuild.come_back_if_there()]), alone(self.statements(&old.labels, context))];
        let (aside, again) = rebuild.make_room(now)?;
        forward.extend(again);
        Ok(vec![
            Draft::new(
                "add_enum_labels",
                &path,
                format!("Add labels to enum {}", self.name),
                "The new version writes them; a new label is usable once this is committed.",
            )
            .forward(forward)
            .effect([effect])
            .facts(Facts::default().hazard("old readers meet labels that they do not know"))
            .back(
                format!("Make enum {} anew without the labels", self.name),
                aside.into_iter().chain([transaction(rebuild.go())]),
                [Edit::put(path, Object::Enum(old.clone()))],
            )
            .back_facts(rebuild.facts())
            .loss(Loss::Policy(rebuild.policy()))
            .archives(rebuild.archives()),
        ])
    }
}

impl Operation for RebuildEnum {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Enum(self.name.clone());
        let Some((old, effect)) = with_labels(now, &self.name, &self.labels) else { return Ok(Vec::new()) };
        let there = Rebuild::new(now, context, &self.name, &old.labels, &self.labels);
        let back = Rebuild::new(now, context, &self.name, &self.labels, &old.labels);
        there.carried().check(&path, &there.removed())?;
        let gates: Vec<Action> = there.offenders().iter().map(|it| Action::Gate(it.gate(now, context))).collect();
        let mut undo = vec![transaction(there.come_back())];
        for it in there.offenders() {
            undo.push(transaction(it.put_back(now, context)));
        }
        Ok(vec![
            Draft::new(
                "rebuild_enum",
                &path,
                format!("Make enum {} anew with other labels", self.name),
                "The engine cannot take a label away: every column of the type is rewritten.",
            )
            .forward(gates.into_iter().chain([transaction(there.go())]))
            .effect([effect])
            .facts(there.facts())
            .back(
                format!("Make enum {} anew with its former labels", self.name),
                undo,
                [Edit::put(path, Object::Enum(old.clone()))],
            )
            .back_facts(back.facts())
            .archives(there.offenders().iter().flat_map(|it| it.listed(now, context))),
        ])
    }
}

/// A type made anew, and its columns moved to it.
struct Rebuild<'a> {
    now: &'a Catalogue,
    context: &'a Context<'a>,
    name: &'a QualifiedName,
    from: &'a [String],
    to: &'a [String],
    columns: Vec<(&'a QualifiedName, &'a Column)>,
}

impl<'a> Rebuild<'a> {
    fn new(
        now: &'a Catalogue,
        context: &'a Context<'a>,
        name: &'a QualifiedName,
        from: &'a [String],
        to: &'a [String],
    ) -> Self {
        Self { now, context, name, from, to, columns: columns(now, name) }
    }

    /// What hangs on the type comes along.
    fn carried(&self) -> Carried {
        Carried::of(self.now, self.name, &self.columns)
    }

    /// The type that goes, in the workshop: archives may hold values of it.
    fn former(&self) -> QualifiedName {
        self.context.workshop.name("former", self.name, &[])
    }

    /// The type that was there before the former one came back: statements that were prepared with it then say that
    /// types differ, instead of asking for a type that is gone.
    fn past(&self) -> QualifiedName {
        self.context.workshop.name("past", self.name, &[])
    }

    /// Makes the type anew with other labels, and moves the former one to the workshop.
    fn go(&self) -> Vec<String> {
        let writer = self.context.writer;
        let known = self.now.enums.get(self.name);
        let comment = known.and_then(|it| it.comment.clone());
        let grants = known.map(|it| it.grants.clone()).unwrap_or_default();
        let new = EnumType { labels: self.to.to_vec(), comment, grants };
        let mut statements = self.to_workshop(&self.former());
        statements.extend(writer.create(&ObjectPath::Enum(self.name.clone()), &Object::Enum(new)));
        statements.extend(self.move_columns());
        let mut statements = self.carried().around(self.context, statements);
        statements.extend(self.functions_read_anew());
        statements
    }

    /// Takes the former type back out of the workshop, in the place of the present one.
    fn come_back(&self) -> Vec<String> {
        let (writer, former, past) = (self.context.writer, self.former(), self.past());
        let mut statements = vec![format!(
            "DO $past$ BEGIN\n  DROP TYPE IF EXISTS {past};\nEXCEPTION WHEN dependent_objects_still_exist THEN\n  \
             EXECUTE format('ALTER TYPE {past} RENAME TO %I', 'past_' || pg_current_xact_id());\nEND $past$",
            past = writer.name(&past)
        )];
        statements.extend(self.to_workshop(&past));
        let moved = QualifiedName::new(&self.name.schema, &former.name);
        statements.push(format!("ALTER TYPE {} SET SCHEMA {}", writer.name(&former), writer.ident(&self.name.schema)));
        statements.push(format!("ALTER TYPE {} RENAME TO {}", writer.name(&moved), writer.ident(&self.name.name)));
        statements.extend(self.move_columns());
        let mut statements = self.carried().around(self.context, statements);
        statements.extend(self.functions_read_anew());
        statements
    }

    /// Moves the type to the workshop, under the name `to`.
    fn to_workshop(&self, to: &QualifiedName) -> Vec<String> {
        let writer = self.context.writer;
        let moved = QualifiedName::new(&self.name.schema, &to.name);
        vec![
            format!("ALTER TYPE {} RENAME TO {}", writer.name(self.name), writer.ident(&to.name)),
            format!("ALTER TYPE {} SET SCHEMA {WORKSHOP}", writer.name(&moved)),
        ]
    }

    /// [`come_back`](Self::come_back), where the former type is in the workshop.
    fn come_back_if_there(&self) -> String {
        let former = self.context.writer.literal(&self.context.writer.name(&self.former()));
        let execute = |it: &String| format!("    EXECUTE {};", self.context.writer.literal(it));
        let body: Vec<_> = self.come_back().iter().map(execute).collect();
        format!(
            "DO $again$ BEGIN\n  IF to_regtype({former}) IS NOT NULL THEN\n{}\n  END IF;\nEND $again$",
            body.join("\n")
        )
    }

    /// Moves the columns to the type that now has the name.
    fn move_columns(&self) -> Vec<String> {
        let name = self.context.writer.name(self.name);
        let mut moves = Vec::new();
        for (table, column) in &self.columns {
            let cast = if column.data_type.array { format!("text[]::{name}[]") } else { format!("text::{name}") };
            let data_type = self.context.writer.data_type(&column.data_type);
            let alter = |what: &str| alter_column(self.context, table, &column.name, what);
            if column.default.is_some() {
                moves.push(alter("DROP DEFAULT"));
            }
            moves.push(alter(&format!("TYPE {data_type} USING {}::{cast}", self.context.writer.ident(&column.name))));
            if let Some(default) = &column.default {
                moves.push(alter(&format!("SET DEFAULT {}", self.context.writer.default(default))));
            }
        }
        moves
    }

    /// Sessions that ran a trigger's function know the column by the type that it had.
    fn functions_read_anew(&self) -> Vec<String> {
        let mut tables: Vec<&QualifiedName> = self.columns.iter().map(|(table, _)| *table).collect();
        tables.dedup();
        tables.retain(|table| has_triggers(self.context, self.now, table));
        tables.iter().map(|table| functions_read_anew(self.context, &self.context.writer.name(table))).collect()
    }

    fn removed(&self) -> Vec<&String> {
        self.from.iter().filter(|label| !self.to.contains(label)).collect()
    }

    fn facts(&self) -> Facts {
        let prepared = "statements prepared with a parameter of the type must be prepared again: renew the application's connections";
        let facts = self.columns.iter().fold(Facts::default().hazard(prepared), |facts, (table, _)| {
            let name = self.context.writer.name(table);
            facts.and_lock(&name, LockMode::AccessExclusive).rewriting(&name)
        });
        let carried = self.carried();
        let others = carried.tables().filter(|table| !self.columns.iter().any(|(name, _)| name == table));
        let others: std::collections::BTreeSet<_> = others.map(|table| self.context.writer.name(table)).collect();
        let facts = others.into_iter().fold(facts, |facts, name| facts.and_lock(name, LockMode::AccessExclusive));
        let dependents: Vec<_> = carried.names().collect();
        if dependents.is_empty() {
            return facts;
        }
        facts.hazard(format!("taken away and made again in the same transaction: {}", dependents.join(", ")))
    }

    fn condition(&self, column: &Column) -> String {
        let labels: Vec<_> = self.removed().iter().map(|label| self.context.writer.literal(label)).collect();
        let ident = self.context.writer.ident(&column.name);
        if column.data_type.array {
            return format!("t.{ident}::text[] && ARRAY[{}]::text[]", labels.join(", "));
        }
        format!("t.{ident}::text IN ({})", labels.join(", "))
    }

    /// Rows that hold a label that goes.
    fn offenders(&self) -> Vec<Offenders> {
        if self.removed().is_empty() {
            return Vec::new();
        }
        let of = |(table, column): &(&QualifiedName, &Column)| Offenders {
            table: (*table).clone(),
            what: format!("{}_label", column.name),
            condition: self.condition(column),
            reason: format!("has a label in {} that {} no longer has", column.name, self.name),
        };
        self.columns.iter().map(of).collect()
    }

    /// Labels that go are replaced where the rows can be told apart, by the default, NULL or the first label.
    fn replacement(&self, table: &QualifiedName, column: &Column) -> Option<Replacement> {
        let (before, after) = (self.context.before.tables.get(table)?, self.context.after.tables.get(table)?);
        let key = row_key(self.context.writer.dialect(), after, before).filter(|key| !key.contains(&column.name))?;
        let unique = table_is_unique_over(after, &column.name) || table_is_unique_over(before, &column.name);
        if column.data_type.array || unique {
            return None;
        }
        let value = if column.not_null { self.context.writer.literal(self.to.first()?) } else { "NULL".to_owned() };
        Some(Replacement {
            table: table.clone(),
            column: column.name.clone(),
            key,
            data_type: column.data_type.clone(),
            as_text: true,
            misfit: false,
            condition: self.condition(column),
            value,
        })
    }

    /// What the way back does before the labels go, and what going forward again does about it.
    fn make_room(&self, now: &Catalogue) -> Result<(Vec<Action>, Vec<Action>), Refusal> {
        let (mut aside, mut again) = (Vec::new(), Vec::new());
        for ((name, column), offenders) in self.columns.iter().zip(self.offenders()) {
            if let Some(replacement) = self.replacement(name, column) {
                aside.extend(replacement.replace(table(now, name)?, self.context));
                again.push(replacement.put_back(self.context));
            } else {
                aside.push(transaction(offenders.set_aside(now, self.context)));
                again.push(vec![transaction(offenders.put_back(now, self.context))]);
            }
        }
        // A row that was set aside after one of its values was replaced is there again before the value is.
        Ok((aside, again.into_iter().rev().flatten().collect()))
    }

    fn policy(&self) -> String {
        format!(
            "rows with a label that enum {} loses on the way back get NULL or its first label, or are set aside; the archive keeps the originals",
            self.name
        )
    }

    fn archives(&self) -> Vec<Archive> {
        let of = |((name, column), offenders): (&(&QualifiedName, &Column), Offenders)| match self
            .replacement(name, column)
        {
            Some(replacement) => vec![replacement.listed(self.context)],
            None => offenders.listed(self.now, self.context),
        };
        self.columns.iter().zip(self.offenders()).flat_map(of).collect()
    }
}

fn table_is_unique_over(table: &schema_diff::catalogue::Table, column: &str) -> bool {
    table.constraints.values().any(|it| {
        !matches!(it.kind, schema_diff::catalogue::ConstraintKind::Check(_))
            && it.kind.columns().iter().any(|it| it == column)
    }) || table.indexes.values().any(|it| it.unique)
}
