//! A sequence of its own comes, goes, or gets other options or another owner. Those that belong to a column that comes or
//! goes move with the column.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName, Sequence};

use super::common::transaction;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::Edit;
use crate::workshop::WORKSHOP;

/// A sequence comes.
pub(super) struct AddSequence {
    /// Its name.
    pub(super) name: QualifiedName,
    /// The sequence.
    pub(super) sequence: Sequence,
}

/// A sequence goes.
pub(super) struct DropSequence {
    /// Its name.
    pub(super) name: QualifiedName,
}

/// A sequence gets other options or another owner.
pub(super) struct AlterSequence {
    /// Its name.
    pub(super) name: QualifiedName,
    /// The sequence as it is to be.
    pub(super) to: Sequence,
}

fn archived(context: &Context<'_>, name: &QualifiedName) -> QualifiedName {
    context.workshop.name("dropped", name, &["sequence"])
}

/// To the workshop, where it keeps its position.
fn go(context: &Context<'_>, name: &QualifiedName, sequence: &Sequence) -> Vec<String> {
    let writer = context.writer;
    let mut statements = Vec::new();
    if sequence.owned_by.is_some() {
        statements.push(writer.alter_sequence_owner(name, None));
    }
    let archive = archived(context, name);
    let renamed = QualifiedName::new(&name.schema, &archive.name);
    statements.push(format!("ALTER SEQUENCE {} RENAME TO {}", writer.name(name), writer.ident(&archive.name)));
    statements.push(format!("ALTER SEQUENCE {} SET SCHEMA {WORKSHOP}", writer.name(&renamed)));
    statements
}

/// From the workshop, where it is there; created otherwise.
fn come(context: &Context<'_>, name: &QualifiedName, sequence: &Sequence) -> Vec<String> {
    let (writer, archive) = (context.writer, archived(context, name));
    let moved = QualifiedName::new(WORKSHOP, &name.name);
    let create =
        writer.create_sequence(name, sequence).replacen("CREATE SEQUENCE ", "CREATE SEQUENCE IF NOT EXISTS ", 1);
    let mut statements = vec![
        format!("ALTER SEQUENCE IF EXISTS {} RENAME TO {}", writer.name(&archive), writer.ident(&name.name)),
        format!("ALTER SEQUENCE IF EXISTS {} SET SCHEMA {}", writer.name(&moved), writer.ident(&name.schema)),
        create,
    ];
    if sequence.owned_by.is_some() {
        statements.push(writer.alter_sequence_owner(name, sequence.owned_by.as_ref()));
    }
    let (path, object) = (ObjectPath::Sequence(name.clone()), Object::Sequence(sequence.clone()));
    statements.extend(writer.comments(&path, &object));
    statements.extend(writer.grants(&path, &object));
    statements
}

impl Operation for AddSequence {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Sequence(self.name.clone());
        Ok(vec![
            Draft::new(
                "add_sequence",
                &path,
                format!("Create sequence {}", self.name),
                "The new version counts on it.",
            )
            .forward([transaction(come(context, &self.name, &self.sequence))])
            .effect([Edit::put(path.clone(), Object::Sequence(self.sequence.clone()))])
            .back(
                format!("Move sequence {} to the archive", self.name),
                [transaction(go(context, &self.name, &self.sequence))],
                [Edit::remove(path)],
            ),
        ])
    }
}

impl Operation for DropSequence {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Sequence(self.name.clone());
        let Some(sequence) = now.sequences.get(&self.name) else { return Ok(Vec::new()) };
        Ok(vec![
            Draft::new(
                "drop_sequence",
                &path,
                format!("Move sequence {} to the archive", self.name),
                "Only the old version counted on it; it keeps its position there.",
            )
            .forward([transaction(go(context, &self.name, sequence))])
            .effect([Edit::remove(path.clone())])
            .back(
                format!("Bring sequence {} back at its position", self.name),
                [transaction(come(context, &self.name, sequence))],
                [Edit::put(path, Object::Sequence(sequence.clone()))],
            ),
        ])
    }
}

impl AlterSequence {
    fn statements(&self, context: &Context<'_>, from: &Sequence, to: &Sequence) -> Vec<String> {
        let writer = context.writer;
        let mut statements = Vec::new();
        if from.options != to.options {
            let options = writer.all_sequence_options(&to.options);
            statements.push(format!("ALTER SEQUENCE {} {options}", writer.name(&self.name)));
        }
        if from.owned_by != to.owned_by {
            statements.push(writer.alter_sequence_owner(&self.name, to.owned_by.as_ref()));
        }
        statements
    }
}

impl Operation for AlterSequence {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Sequence(self.name.clone());
        let Some(from) = now.sequences.get(&self.name) else { return Ok(Vec::new()) };
        let to = Sequence { comment: from.comment.clone(), grants: from.grants.clone(), ..self.to.clone() };
        Ok(vec![
            Draft::new(
                "alter_sequence",
                &path,
                format!("Change sequence {}", self.name),
                "Its position stays; both versions take their numbers from it.",
            )
            .forward([transaction(self.statements(context, from, &to))])
            .effect([Edit::put(path.clone(), Object::Sequence(to.clone()))])
            .back(
                format!("Restore sequence {}", self.name),
                [transaction(self.statements(context, &to, from))],
                [Edit::put(path, Object::Sequence(from.clone()))],
            ),
        ])
    }
}
