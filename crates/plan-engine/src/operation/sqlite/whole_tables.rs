//! Adds and drops whole tables; those whose foreign keys form a cycle go together.

use std::collections::BTreeMap;

use schema_diff::catalogue::{Catalogue, ConstraintKind, Object, ObjectPath, QualifiedName, Table};
use schema_diff::write::TableParts;

use super::archive::{Archives, whole_row};
use super::demand::{Demand, demands};
use super::dependents::dependents;
use super::facts;
use super::passage::without_triggers;
use super::rebuild::{in_one_transaction, is_numbered, loss, move_position};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Archive, Edit};

/// Creates tables, with the rows that an earlier way back archived.
pub(super) struct AddTables(pub(super) Vec<(QualifiedName, Table)>);

/// Archives tables and drops them.
pub(super) struct DropTables(pub(super) Vec<(QualifiedName, Table)>);

impl Operation for AddTables {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let Some((first, _)) = self.0.first() else { return Ok(Vec::new()) };
        let (mut create, mut drop) = (create(&self.0, context), archive(&self.0, context));
        for (name, _) in &self.0 {
            expected_already(name, now, context, &mut create, &mut drop);
        }
        let why = "Only the new version uses it. Rows that an earlier way back archived return.";
        let draft = Draft::new("add_table", &ObjectPath::Table(first.clone()), title("Create", &self.0, context), why)
            .forward([in_one_transaction(create.statements)])
            .effect(appear(&self.0))
            .facts(facts::brief())
            .back(
                title("Archive and drop", &self.0, context),
                [in_one_transaction(drop.statements)],
                disappear(&self.0),
            )
            .back_facts(facts::brief())
            .loss(loss(&drop.policy))
            .archives(create.archives)
            .archives(drop.archives);
        Ok(vec![draft])
    }
}

impl Operation for DropTables {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let Some((first, _)) = self.0.first() else { return Ok(Vec::new()) };
        let (drop, create) = (archive(&self.0, context), create(&self.0, context));
        let why = "The old version, which used it, is gone. Its rows are kept, so that the way back finds them.";
        let title_there = title("Archive and drop", &self.0, context);
        let draft = Draft::new("drop_table", &ObjectPath::Table(first.clone()), title_there, why)
            .forward([in_one_transaction(drop.statements)])
            .effect(disappear(&self.0))
            .facts(facts::brief())
            .back(title("Create", &self.0, context), [in_one_transaction(create.statements)], appear(&self.0))
            .back_facts(facts::brief())
            .loss(loss(&create.policy))
            .archives(drop.archives)
            .archives(create.archives);
        Ok(vec![draft])
    }
}

fn title(verb: &str, tables: &[(QualifiedName, Table)], context: &Context<'_>) -> String {
    let names: Vec<_> = tables.iter().map(|(name, _)| context.writer.name(name)).collect();
    format!("{verb} {}", names.join(", "))
}

fn appear(tables: &[(QualifiedName, Table)]) -> impl Iterator<Item = Edit> {
    tables.iter().map(|(name, table)| Edit::put(ObjectPath::Table(name.clone()), Object::Table(table.clone())))
}

fn disappear(tables: &[(QualifiedName, Table)]) -> impl Iterator<Item = Edit> {
    tables.iter().map(|(name, _)| Edit::remove(ObjectPath::Table(name.clone())))
}

/// What is done with whole tables.
#[derive(Default)]
struct Done {
    statements: Vec<String>,
    archives: Vec<Archive>,
    policy: Vec<String>,
}

/// Moves the rows of the tables to archives, and drops the tables.
fn archive(tables: &[(QualifiedName, Table)], context: &Context<'_>) -> Done {
    let (mut statements, mut archives) = (Vec::new(), Vec::new());
    for (name, table) in tables {
        let keeper = Archives { context, table: name };
        let (archive, relation) = (keeper.table(), context.writer.name(name));
        let columns = keeper.idents(&whole_row(table));
        statements.push(keeper.make_rows(&archive, table, false));
        statements.push(format!("INSERT INTO {} ({columns}) SELECT {columns} FROM {relation}", archive.relation));
        if references_others(name, table) {
            let aside = keeper.set_aside(&[]);
            statements.push(keeper.make_rows(&aside, table, true));
            statements
                .push(format!("INSERT INTO {} ({columns}) SELECT {columns} FROM {}", archive.relation, aside.relation));
            statements.push(format!("DROP TABLE {}", aside.relation));
            archives.push(aside);
        }
        statements.extend(position(name, &archive, table, context, true));
        statements.push(format!("DROP TABLE {relation}"));
        archives.push(archive);
    }
    Done { statements, archives, policy: Vec::new() }
}

/// Creates the tables and moves the rows of their archives back, where these are there.
fn create(tables: &[(QualifiedName, Table)], context: &Context<'_>) -> Done {
    let mut done = Done::default();
    let mut statements = Vec::new();
    for (name, table) in tables {
        statements.push(context.writer.create_table(name, table, TableParts::default()));
    }
    for (name, table) in tables {
        let keeper = Archives { context, table: name };
        let (archive, relation) = (keeper.table(), context.writer.name(name));
        let columns = keeper.idents(&whole_row(table));
        statements.push(keeper.make_rows(&archive, table, false));
        statements.push(format!("INSERT INTO {relation} ({columns}) SELECT {columns} FROM {}", archive.relation));
        if references_others(name, table) {
            set_orphans_aside(keeper, table, &mut statements, &mut done);
        }
        statements.extend(position(name, &archive, table, context, false));
        statements.push(format!("DROP TABLE {}", archive.relation));
        done.archives.push(archive);
    }
    for (name, table) in tables {
        statements.extend(table.indexes.values().map(|it| context.writer.create_index(name, it, false, false)));
        statements.extend(table.triggers.values().map(|it| context.writer.create_trigger(it)));
    }
    done.statements = statements;
    done
}

/// SQLite lets a table refer to one that is not there yet. Rows that came to refer to table `name` are set aside when it goes
/// again.
fn expected_already(name: &QualifiedName, now: &Catalogue, context: &Context<'_>, create: &mut Done, drop: &mut Done) {
    let relation = context.writer.name(name);
    let mut first = Vec::new();
    for it in dependents(name, &relation, "true", now, context.writer).into_iter().flatten() {
        let others = Archives { context, table: it.name };
        let (archive, own) = (others.set_aside(&["with", &name.name]), context.writer.name(it.name));
        let make = others.make_rows(&archive, it.table, true);
        let reason = format!("refers to a row of {relation}, which goes");
        let aside = others.set_rows_aside(&archive, &own, it.table, &it.condition, &reason);
        let back = others.put_rows_back(&archive, &own, it.table);
        first.push(make.clone());
        first.extend(without_triggers(it.table, it.name, context, aside.into()));
        create.statements.push(make);
        create.statements.extend(without_triggers(it.table, it.name, context, back.into()));
        drop.policy.push(format!("rows of {own} that refer to {relation} are set aside in {}", archive.relation));
        drop.archives.push(archive);
    }
    drop.statements.splice(0..0, first);
}

/// While the table was archived the rows that its rows reference may have gone.
fn set_orphans_aside(keeper: Archives<'_>, table: &Table, statements: &mut Vec<String>, done: &mut Done) {
    let (writer, aside) = (keeper.context.writer, keeper.set_aside(&[]));
    let relation = writer.name(keeper.table);
    statements.push(keeper.make_rows(&aside, table, true));
    let unbound = Table { constraints: BTreeMap::new(), ..table.clone() };
    let demands = demands(&unbound, table, writer);
    for demand in demands.iter().filter(|it| matches!(it, Demand::ForeignKey(_))) {
        let violated = demand.violated(&relation, keeper.table, &[], writer);
        statements.extend(keeper.set_rows_aside(&aside, &relation, table, &violated, &demand.words(writer)));
        done.policy.push(format!(
            "rows for which it does not hold that {} are set aside in {}",
            demand.words(writer),
            aside.relation
        ));
    }
    done.archives.push(aside);
}

fn references_others(name: &QualifiedName, table: &Table) -> bool {
    table.constraints.values().any(|it| matches!(&it.kind, ConstraintKind::ForeignKey(key) if key.references != *name))
}

/// Keeps the position of `AUTOINCREMENT` under the name of the archive, or gives it back.
fn position(name: &QualifiedName, archive: &Archive, table: &Table, context: &Context<'_>, keep: bool) -> Vec<String> {
    if !is_numbered(table) {
        return Vec::new();
    }
    let own = context.writer.literal(&name.name);
    let kept = context.writer.literal(archive.relation.trim_matches('"'));
    if keep { move_position(&own, &kept) } else { move_position(&kept, &own) }
}
