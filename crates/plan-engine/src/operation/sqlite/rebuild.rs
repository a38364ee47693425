//! Rebuilds a table, since SQLite's `ALTER TABLE` can change little
//! (<https://www.sqlite.org/lang_altertable.html#otheralter>).

use schema_diff::catalogue::{Catalogue, ConstraintKind, Object, ObjectPath, QualifiedName, Table};
use schema_diff::write::TableParts;

use super::affinity::{rowid, rowid_alias};
use super::describe::{back_title, differences};
use super::facts;
use super::passage::{Direction, Passage, Work};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Loss, Sql};
use crate::workshop::own_name;

/// Gives a table another shape.
pub(super) struct RebuildTable {
    pub(super) table: QualifiedName,
    pub(super) from: Table,
    pub(super) to: Table,
    /// The phase, which tells archives apart.
    pub(super) place: &'static str,
}

impl Operation for RebuildTable {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let path = ObjectPath::Table(self.table.clone());
        let there = rebuild(&self.way(now, context, Direction::Forward), context)?;
        let back = rebuild(&self.way(now, context, Direction::Back), context)?;
        let title = format!("Rebuild {}: {}", context.writer.name(&self.table), differences(&self.from, &self.to));
        let why = "SQLite cannot change this in place: a table of the new shape takes the rows and then the name, in \
                   one transaction; views, triggers and foreign keys of other tables go on referring to it.";
        Ok(vec![
            Draft::new("rebuild_table", &path, title, why)
                .forward(there.work.gates)
                .forward([in_one_transaction(there.statements)])
                .effect([Edit::put(path.clone(), Object::Table(self.to.clone()))])
                .facts(facts::rewrite(&self.table))
                .back(
                    back_title(&self.table, &self.to, &self.from, context),
                    [in_one_transaction(back.statements)],
                    [Edit::put(path.clone(), Object::Table(self.from.clone()))],
                )
                .back_facts(facts::rewrite(&self.table))
                .loss(loss(&back.work.policy))
                .archives(there.work.archives)
                .archives(back.work.archives),
        ])
    }
}

impl RebuildTable {
    fn way<'a>(&'a self, now: &'a Catalogue, context: &'a Context<'a>, direction: Direction) -> Passage<'a> {
        let (from, to) = match direction {
            Direction::Forward => (&self.from, &self.to),
            Direction::Back => (&self.to, &self.from),
        };
        Passage { context, table: &self.table, from, to, direction, place: std::slice::from_ref(&self.place), now }
    }
}

/// A rebuild, written.
pub(super) struct Rebuild {
    pub(super) statements: Vec<String>,
    pub(super) work: Work,
}

/// Writes the rebuild that goes the way of `passage`.
pub(super) fn rebuild(passage: &Passage<'_>, context: &Context<'_>) -> Result<Rebuild, Refusal> {
    let (name, from, to, writer) = (passage.table, passage.from, passage.to, context.writer);
    let interim = QualifiedName::new(&name.schema, own_name(&["new", &name.name]));
    let target = writer.name(&interim);
    let mut work = passage.work(&target)?;
    let mut statements = std::mem::take(&mut work.make);
    if !work.on_source.is_empty() {
        let triggers = from.triggers.keys().map(|it| ObjectPath::Trigger(name.clone(), it.clone()));
        statements.extend(triggers.map(|it| writer.drop(&it)));
    }
    statements.append(&mut work.on_source);
    statements.push(writer.create_table(&interim, to, TableParts::default()));
    statements.push(copy(from, to, &writer.name(name), &target, context));
    statements.append(&mut work.on_target);
    statements.extend(sequence_position(name, &interim, from, to, context));
    statements.extend([
        format!("DROP TABLE {}", writer.name(name)),
        // Otherwise the rename is refused where a view does not fit, and follows the name into other tables.
        "PRAGMA legacy_alter_table = ON".to_owned(),
        format!("ALTER TABLE {target} RENAME TO {}", writer.ident(&name.name)),
        "PRAGMA legacy_alter_table = OFF".to_owned(),
    ]);
    statements.extend(to.indexes.values().map(|it| writer.create_index(name, it, false, false)));
    statements.extend(to.triggers.values().map(|it| writer.create_trigger(it)));
    statements.append(&mut work.on_others);
    statements.append(&mut work.done);
    Ok(Rebuild { statements, work })
}

/// Copies what both shapes have, and the rowid, by which rows may be told apart.
fn copy(from: &Table, to: &Table, source: &str, target: &str, context: &Context<'_>) -> String {
    let written = |table: &Table, name: &str| table.column(name).is_some_and(|it| it.generated.is_none());
    let both = to.columns.iter().filter(|it| written(from, &it.name) && written(to, &it.name));
    let mut columns: Vec<String> = both.map(|it| context.writer.ident(&it.name)).collect();
    let alias = rowid_alias(to).filter(|it| written(from, it));
    if let (None, Some(rowid)) = (alias, rowid(&[from, to])) {
        columns.insert(0, rowid.to_owned());
    }
    if columns.is_empty() {
        return format!("INSERT INTO {target} DEFAULT VALUES");
    }
    let columns = columns.join(", ");
    format!("INSERT INTO {target} ({columns}) SELECT {columns} FROM {source}")
}

/// Carries the position of `AUTOINCREMENT` over, or keeps it where only the other shape has one.
fn sequence_position(
    name: &QualifiedName,
    interim: &QualifiedName,
    from: &Table,
    to: &Table,
    context: &Context<'_>,
) -> Vec<String> {
    let literal = |name: &QualifiedName| context.writer.literal(&name.name);
    let (old, new) = (literal(name), literal(interim));
    let kept = literal(&context.workshop.name("position", name, &[]));
    match (is_numbered(from), is_numbered(to)) {
        (false, false) => Vec::new(),
        (true, true) => move_position(&old, &new),
        (true, false) => vec![format!("UPDATE sqlite_sequence SET name = {kept} WHERE name = {old}")],
        (false, true) => move_position(&kept, &new),
    }
}

/// Gives the position kept under the literal `old` to the table called by the literal `new`.
pub(super) fn move_position(old: &str, new: &str) -> Vec<String> {
    vec![
        format!(
            "DELETE FROM sqlite_sequence WHERE name = {new} AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = {old})"
        ),
        format!("UPDATE sqlite_sequence SET name = {new} WHERE name = {old}"),
    ]
}

/// Whether the table's key is `AUTOINCREMENT`.
pub(super) fn is_numbered(table: &Table) -> bool {
    table.constraints.values().any(|it| matches!(&it.kind, ConstraintKind::PrimaryKey(key) if key.autoincrement))
}

/// One transaction, foreign keys off around it and checked at its end.
pub(super) fn in_one_transaction(statements: Vec<String>) -> Action {
    Action::Sql(Sql { statements, transaction: true, foreign_keys_off: true })
}

/// The loss of a way back with this policy.
pub(super) fn loss(policy: &[String]) -> Loss {
    if policy.is_empty() { Loss::Nothing } else { Loss::Policy(policy.join("; ")) }
}
