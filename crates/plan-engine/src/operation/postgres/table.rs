//! A table comes or goes. What goes is moved to the workshop with its rows, sequences and indexes, without foreign keys
//! and triggers; what comes is moved back from there, where an earlier way back left it.

use schema_diff::catalogue::{Catalogue, ConstraintKind, Object, ObjectPath, PartitionOf, QualifiedName, Table};
use schema_diff::write::TableParts;

use super::common::{alone, owned_sequences, transaction};
use super::partition;
use super::toolkit::quietly;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Archive, ArchiveKind, Edit, Facts, LockMode};
use crate::row_key::row_key;
use crate::workshop::WORKSHOP;

/// A table comes, without its foreign keys.
pub(super) struct AddTable {
    /// Its name.
    pub(super) name: QualifiedName,
    /// The table without foreign keys.
    pub(super) table: Table,
}

/// A table goes; its foreign keys are gone before.
pub(super) struct DropTable {
    /// Its name.
    pub(super) name: QualifiedName,
}

fn archived(context: &Context<'_>, name: &QualifiedName) -> QualifiedName {
    context.workshop.name("dropped", name, &[])
}

fn listed(context: &Context<'_>, name: &QualifiedName) -> Archive {
    let relation = context.writer.name(&archived(context, name));
    Archive { relation, kind: ArchiveKind::DroppedTable { table: name.clone() } }
}

/// Moves the table to the workshop.
fn go(context: &Context<'_>, name: &QualifiedName, table: &Table) -> Vec<String> {
    let writer = context.writer;
    let triggers =
        table.triggers.keys().map(|trigger| writer.drop(&ObjectPath::Trigger(name.clone(), trigger.clone())));
    let archive = archived(context, name);
    let renamed = QualifiedName::new(&name.schema, &archive.name);
    triggers
        .chain([
            format!("ALTER TABLE {} RENAME TO {}", writer.name(name), writer.ident(&archive.name)),
            format!("ALTER TABLE {} SET SCHEMA {WORKSHOP}", writer.name(&renamed)),
        ])
        .collect()
}

/// Moves the table back from the workshop, where it is there.
fn come_back(context: &Context<'_>, name: &QualifiedName) -> Vec<String> {
    let writer = context.writer;
    let archive = archived(context, name);
    let moved = QualifiedName::new(&name.schema, &archive.name);
    vec![
        format!("ALTER TABLE IF EXISTS {} SET SCHEMA {}", writer.name(&archive), writer.ident(&name.schema)),
        format!("ALTER TABLE IF EXISTS {} RENAME TO {}", writer.name(&moved), writer.ident(&name.name)),
    ]
}

fn triggers(context: &Context<'_>, name: &QualifiedName, table: &Table) -> Vec<String> {
    let path = |trigger: &String| ObjectPath::Trigger(name.clone(), trigger.clone());
    table
        .triggers
        .iter()
        .flat_map(|(key, it)| context.writer.create(&path(key), &Object::Trigger(it.clone())))
        .collect()
}

/// The table that `table` is a partition of, where that table is there on `side` too and so goes on without it.
fn leaves<'a>(side: &Catalogue, table: &'a Table) -> Option<&'a PartitionOf> {
    table.partition_of.as_ref().filter(|part| side.tables.contains_key(&part.parent))
}

/// What the default partition takes while the partition is gone comes to it on the way back, and is noted, so that it goes
/// to the default partition again on the way forwards: statements for either.
fn with_default(
    now: &Catalogue,
    context: &Context<'_>,
    name: &QualifiedName,
    part: &PartitionOf,
) -> Result<(Vec<String>, Vec<String>), Refusal> {
    let (writer, table) = (context.writer, super::common::table(now, name)?);
    let key = row_key(writer.dialect(), table, table);
    let (Some(default), Some(key)) = (partition::default_of(now, &part.parent), key) else {
        return Ok(Default::default());
    };
    let noted = context.workshop.sql("from_default", name, &[]);
    let (own, parent) = (writer.name(name), writer.name(&part.parent));
    let columns = writer.idents(table.columns.iter().filter(|it| it.generated.is_none()).map(|it| &it.name));
    let same = |other: &str| {
        let pair = |it: &String| format!("t.{0} = {other}.{0}", writer.ident(it));
        key.iter().map(pair).collect::<Vec<_>>().join(" AND ")
    };
    let by = now.tables.get(&part.parent).and_then(|it| it.partition_by.as_ref());
    let Some(condition) = by.and_then(|by| partition::condition(context, by, &part.bound)) else {
        return Ok(Default::default());
    };
    let default = writer.name(default);
    let mut taken = vec![
        format!("LOCK TABLE {default} IN ACCESS EXCLUSIVE MODE"),
        format!("CREATE TABLE {noted} AS SELECT {} FROM {default} WHERE {condition}", writer.idents(&key)),
    ];
    taken.extend(partition::take_from_default(now, context, name, part)?);
    let give = format!(
        "WITH moved AS (DELETE FROM {own} AS t USING {noted} AS n WHERE {} RETURNING t.*) INSERT INTO {parent} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM moved",
        same("n")
    );
    let returned = vec![quietly(context, &parent, &give, Some(&noted)), format!("DROP TABLE IF EXISTS {noted}")];
    Ok((taken, returned))
}

impl AddTable {
    fn statements(&self, context: &Context<'_>, sequences: &[(ObjectPath, Object)]) -> Vec<String> {
        let (writer, name) = (context.writer, &self.name);
        let mut statements = come_back(context, name);
        let if_not_exists =
            |statement: String| statement.replacen("CREATE SEQUENCE ", "CREATE SEQUENCE IF NOT EXISTS ", 1);
        for (path, it) in sequences {
            if let (ObjectPath::Sequence(path), Object::Sequence(it)) = (path, it) {
                statements.push(if_not_exists(writer.create_sequence(path, it)));
            }
        }
        statements.push(writer.create_table(name, &self.table, TableParts::without_foreign_keys().if_not_exists()));
        for (path, it) in sequences {
            if let (ObjectPath::Sequence(path), Object::Sequence(sequence)) = (path, it) {
                statements.push(writer.alter_sequence_owner(path, sequence.owned_by.as_ref()));
            }
            statements.extend(writer.comments(path, it));
            statements.extend(writer.grants(path, it));
        }
        for constraint in self.table.constraints.values().filter(|it| !it.validated) {
            if !matches!(constraint.kind, ConstraintKind::ForeignKey(_)) {
                let dropped = format!(
                    "ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}",
                    writer.name(name),
                    writer.ident(&constraint.name)
                );
                statements.extend([dropped, writer.add_constraint(name, constraint)]);
            }
        }
        statements.extend(self.table.indexes.values().map(|it| writer.create_index(name, it, false, true)));
        statements.extend(triggers(context, name, &self.table));
        let (path, object) = (ObjectPath::Table(name.clone()), Object::Table(self.table.clone()));
        statements.extend(writer.settings(&path, &object));
        statements.extend(writer.comments(&path, &object));
        statements.extend(writer.grants(&path, &object));
        statements
    }
}

impl AddTable {
    fn as_partition(&self, now: &Catalogue, context: &Context<'_>, part: &PartitionOf) -> Result<Draft, Refusal> {
        let (name, path) = (&self.name, ObjectPath::Table(self.name.clone()));
        let mut forward = self.statements(context, &[]);
        let mut back = Vec::new();
        let mut back_facts = Facts::lock(context.writer.name(name), LockMode::AccessExclusive);
        if leaves(context.before, &self.table).is_some() {
            forward.extend(partition::take_from_default(now, context, name, part)?);
            let mut with = now.clone();
            with.put(&path, Object::Table(self.table.clone()));
            back.extend(partition::detach(&with, context, name, part));
            back.extend(partition::give_to_default(now, context, name, part));
            back_facts = partition::detach_facts(context, name, part);
        }
        forward.push(partition::attach(context, name, part));
        back.extend(go(context, name, &self.table));
        Ok(Draft::new(
            "add_partition",
            &path,
            format!("Add partition {name} to {}", part.parent),
            "It is made beside the table and attached empty, so that readers and writers of the table go on.",
        )
        .forward([transaction(forward)])
        .effect([Edit::put(path.clone(), Object::Table(self.table.clone()))])
        .facts(partition::attach_facts(now, context, name, part))
        .back(format!("Take partition {name} out, into the archive"), [transaction(back)], [Edit::remove(path.clone())])
        .back_facts(back_facts)
        .archives([listed(context, name)]))
    }
}

impl Operation for AddTable {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        if let Some(part) = self.table.partition_of.clone() {
            let table = partition::shape(now, context, &self.table, &part);
            return Ok(vec![Self { name: self.name.clone(), table }.as_partition(now, context, &part)?]);
        }
        let (name, path) = (&self.name, ObjectPath::Table(self.name.clone()));
        let mut sequences = owned_sequences(context.after, name, |_| true);
        // One that was there before changes its owner by an operation of its own.
        sequences.retain(|(path, _)| context.before.get(path).is_none());
        let mut effect: Vec<Edit> = sequences.iter().map(|(path, it)| Edit::put(path.clone(), it.clone())).collect();
        effect.push(Edit::put(path.clone(), Object::Table(self.table.clone())));
        let mut undo = vec![Edit::remove(path.clone())];
        undo.extend(sequences.iter().map(|(path, _)| Edit::remove(path.clone())));
        Ok(vec![
            Draft::new(
                "add_table",
                &path,
                format!("Add table {name}"),
                "The old version does not know it; the new one finds it when it is deployed.",
            )
            .forward([transaction(self.statements(context, &sequences))])
            .effect(effect)
            .back(format!("Move table {name} to the archive"), [transaction(go(context, name, &self.table))], undo)
            .back_facts(Facts::lock(context.writer.name(name), LockMode::AccessExclusive))
            .archives([listed(context, name)]),
        ])
    }
}

impl Operation for DropTable {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let name = &self.name;
        let (path, table) = (ObjectPath::Table(name.clone()), super::common::table(now, name)?);
        let sequences = owned_sequences(now, name, |_| true);
        let mut effect = vec![Edit::remove(path.clone())];
        effect.extend(sequences.iter().map(|(path, _)| Edit::remove(path.clone())));
        let mut undo: Vec<Edit> = sequences.iter().map(|(path, it)| Edit::put(path.clone(), it.clone())).collect();
        undo.push(Edit::put(path.clone(), Object::Table(table.clone())));
        let mut forward = go(context, name, table);
        let mut back: Vec<String> = come_back(context, name);
        let mut facts = Facts::lock(context.writer.name(name), LockMode::AccessExclusive);
        let mut back_facts = facts.clone();
        let mut first = Vec::new();
        if let Some(part) = leaves(context.after, table) {
            let (taken, returned) = with_default(now, context, name, part)?;
            let mut detach = partition::detach(now, context, name, part);
            facts = partition::detach_facts(context, name, part);
            let concurrently = partition::default_of(now, &part.parent).is_none();
            if concurrently {
                first.push(alone(partition::detach_concurrently(context, name, part)));
                detach.remove(0);
                facts = partition::detach_concurrently_facts(context, name, part);
            }
            forward = [detach, returned, forward].concat();
            back.extend(taken);
            back.push(partition::attach(context, name, part));
            if concurrently {
                back.push(partition::drop_left_checks(context, name, table));
            }
            back_facts = partition::attach_facts(now, context, name, part);
        }
        back.extend(triggers(context, name, table));
        Ok(vec![
            Draft::new(
                "drop_table",
                &path,
                format!("Move table {name} to the archive"),
                "Only the old version knew it; rows, indexes and sequences move with it.",
            )
            .forward(first.into_iter().chain([transaction(forward)]))
            .effect(effect)
            .facts(facts)
            .back(format!("Bring table {name} back with its rows"), [transaction(back)], undo)
            .back_facts(back_facts)
            .archives([listed(context, name)]),
        ])
    }
}
