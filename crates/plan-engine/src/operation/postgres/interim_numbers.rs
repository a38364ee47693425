//! A column loses its identity and accepts NULL at one time. Identity implies `NOT NULL`, so the old version, which needs
//! numbers as long as it runs, has them from a default meanwhile.

use schema_diff::catalogue::{
    Catalogue, Column, Expression, Grants, Identity, Object, ObjectPath, QualifiedName, Sequence,
};

use super::common::{alter_column, column, column_edit, past_every_value, transaction};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Facts, LockMode};
use crate::workshop::own_name;

/// The identity goes, and a default of the same numbers stands in for it.
pub(super) struct NumbersByDefault {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column as it was.
    pub(super) old: Column,
    /// Its identity.
    pub(super) identity: Identity,
}

/// The default that stood in goes.
pub(super) struct NoMoreNumbers {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column as it was.
    pub(super) old: Column,
    /// Its identity.
    pub(super) identity: Identity,
    /// The default that it is to have.
    pub(super) default: Option<Expression>,
}

/// The sequence that stands in.
fn sequence(table: &QualifiedName, column: &Column, identity: &Identity) -> (QualifiedName, Sequence) {
    let name = QualifiedName::new(&table.schema, own_name(&[&table.name, &column.name, "seq"]));
    let owned_by = Some((table.clone(), column.name.clone()));
    (name, Sequence { options: identity.sequence.clone(), owned_by, comment: None, grants: Grants::default() })
}

fn next_value(context: &Context<'_>, name: &QualifiedName) -> Expression {
    let call = format!("nextval({}::regclass)", context.writer.literal(&context.writer.name(name)));
    Expression::new(call.clone(), call)
}

/// Makes the sequence, past every value, and the default.
fn stand_in(context: &Context<'_>, table: &QualifiedName, column: &Column, identity: &Identity) -> Vec<String> {
    let (name, sequence) = sequence(table, column, identity);
    let writer = context.writer;
    let default = writer.default(&next_value(context, &name));
    vec![
        writer.create_sequence(&name, &Sequence { owned_by: None, ..sequence.clone() }),
        writer.alter_sequence_owner(&name, sequence.owned_by.as_ref()),
        alter_column(context, table, &column.name, &format!("SET DEFAULT {default}")),
        past_every_value(context, table, &column.name),
    ]
}

fn take_away(context: &Context<'_>, table: &QualifiedName, column: &Column, identity: &Identity) -> Vec<String> {
    let (name, _) = sequence(table, column, identity);
    vec![
        alter_column(context, table, &column.name, "DROP DEFAULT"),
        format!("DROP SEQUENCE {}", context.writer.name(&name)),
    ]
}

impl Operation for NumbersByDefault {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (table, old) = (&self.table, column(now, &self.table, &self.old.name)?);
        let path = ObjectPath::Column(table.clone(), old.name.clone());
        let (name, made) = sequence(table, old, &self.identity);
        let drop = alter_column(context, table, &old.name, "DROP IDENTITY");
        let forward = std::iter::once(drop).chain(stand_in(context, table, old, &self.identity));
        let add = format!("ADD {}", context.writer.identity(&self.identity));
        let back = take_away(context, table, old, &self.identity)
            .into_iter()
            .chain([alter_column(context, table, &old.name, &add), past_every_value(context, table, &old.name)]);
        let effect = column_edit(now, table, &old.name, |column| {
            column.identity = None;
            column.default = Some(next_value(context, &name));
        })?;
        let undo = column_edit(now, table, &old.name, |column| {
            column.identity = Some(self.identity.clone());
            column.default = None;
        })?;
        let (sequence, sql) = (ObjectPath::Sequence(name), context.writer.name(table));
        let facts = Facts::lock(&sql, LockMode::AccessExclusive).scanning(&sql);
        Ok(vec![
            Draft::new(
                "numbers_by_default",
                &path,
                format!("Number {table}.{} by a default instead of an identity", old.name),
                "An identity refuses NULL, which the new version writes; the old version goes on getting numbers.",
            )
            .forward([transaction(forward)])
            .effect([effect, Edit::put(sequence.clone(), Object::Sequence(made))])
            .facts(facts.clone().hazard("who inserts needs USAGE on the sequence, which an identity does not ask for"))
            .back(
                format!("Give {table}.{} its identity back", old.name),
                [transaction(back)],
                [Edit::remove(sequence), undo],
            )
            .back_facts(facts),
        ])
    }
}

impl Operation for NoMoreNumbers {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (table, it) = (&self.table, column(now, &self.table, &self.old.name)?);
        let path = ObjectPath::Column(table.clone(), it.name.clone());
        let (name, made) = sequence(table, it, &self.identity);
        let mut forward = take_away(context, table, it, &self.identity);
        if let Some(default) = &self.default {
            let what = format!("SET DEFAULT {}", context.writer.default(default));
            forward.push(alter_column(context, table, &it.name, &what));
        }
        let effect = column_edit(now, table, &it.name, |column| column.default.clone_from(&self.default))?;
        let undo = column_edit(now, table, &it.name, |column| column.default = Some(next_value(context, &name)))?;
        let (sequence, sql) = (ObjectPath::Sequence(name), context.writer.name(table));
        let facts = Facts::lock(&sql, LockMode::AccessExclusive);
        Ok(vec![
            Draft::new(
                "no_more_numbers",
                &path,
                format!("Take the numbers of {table}.{} away", it.name),
                "Only the old version needed them.",
            )
            .forward([transaction(forward)])
            .effect([effect, Edit::remove(sequence.clone())])
            .facts(facts.clone())
            .back(
                format!("Number {table}.{} by a default again", it.name),
                [transaction(stand_in(context, table, it, &self.identity))],
                [Edit::put(sequence, Object::Sequence(made)), undo],
            )
            .back_facts(facts.scanning(&sql)),
        ])
    }
}
