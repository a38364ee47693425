//! Adds columns with `ALTER TABLE`, where SQLite can (<https://www.sqlite.org/lang_altertable.html#altertabaddcol>).

use schema_diff::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, GeneratedStorage, Object, ObjectPath, QualifiedName, Table,
};
use schema_diff::write::Writer;

use super::describe::back_title;
use super::facts;
use super::passage::{Direction, Passage, without_triggers};
use super::rebuild::{in_one_transaction, loss, rebuild};
use super::shape::default_of;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::Edit;

/// Adds to a table what `to` has more than `from`: columns, and foreign keys of these.
pub(super) struct AddColumns {
    pub(super) table: QualifiedName,
    pub(super) from: Table,
    pub(super) to: Table,
}

impl Operation for AddColumns {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (writer, path) = (context.writer, ObjectPath::Table(self.table.clone()));
        let name = writer.name(&self.table);
        let place = ["expand"];
        let way = |direction| {
            let (from, to) = match direction {
                Direction::Forward => (&self.from, &self.to),
                Direction::Back => (&self.to, &self.from),
            };
            Passage { context, table: &self.table, from, to, direction, place: &place, now }
        };
        let mut work = way(Direction::Forward).work(&name)?;
        let added: Vec<&Column> = added(&self.from, &self.to).collect();
        let mut statements: Vec<_> = added
            .iter()
            .map(|it| {
                let definition = with_reference(writer.column(it), &it.name, &self.from, &self.to, writer);
                format!("ALTER TABLE {name} ADD COLUMN {definition}")
            })
            .collect();
        statements.append(&mut work.make);
        statements.extend(without_triggers(&self.from, &self.table, context, work.on_target));
        statements.append(&mut work.done);
        let back = rebuild(&way(Direction::Back), context)?;
        let names: Vec<_> = added.iter().map(|it| it.name.clone()).collect();
        let title = format!("Add {} to {name}", names.join(", "));
        let why = "The new version writes it and the old one does not, so nothing is demanded of it yet. Values that an \
                   earlier way back took out return.";
        Ok(vec![
            Draft::new("add_column", &path, title, why)
                .forward([in_one_transaction(statements)])
                .effect([Edit::put(path.clone(), Object::Table(self.to.clone()))])
                .facts(facts::brief())
                .back(
                    back_title(&self.table, &self.to, &self.from, context),
                    [in_one_transaction(back.statements)],
                    [Edit::put(path.clone(), Object::Table(self.from.clone()))],
                )
                .back_facts(facts::rewrite(&self.table))
                .loss(loss(&back.work.policy))
                .archives(work.archives)
                .archives(back.work.archives),
        ])
    }
}

fn added<'a>(from: &'a Table, to: &'a Table) -> impl Iterator<Item = &'a Column> {
    to.columns.iter().filter(|it| from.column(&it.name).is_none())
}

/// Whether `ALTER TABLE … ADD COLUMN` alone leads from `from` to `to`, indexes and triggers apart.
pub(super) fn suffices(from: &Table, to: &Table, writer: Writer) -> bool {
    let stays = from.columns.iter().all(|it| to.column(&it.name) == Some(it));
    let kept = from.constraints.iter().all(|(name, it)| to.constraints.get(name) == Some(it));
    let new_constraints = to.constraints.iter().filter(|(name, _)| !from.constraints.contains_key(*name));
    let references = |it: &Constraint| match &it.kind {
        ConstraintKind::ForeignKey(key) => match key.columns.as_slice() {
            [column] => from.column(column).is_none() && to.column(column).is_some_and(|it| default_of(it).is_none()),
            _ => false,
        },
        _ => false,
    };
    stays
        && kept
        && from.options == to.options
        && new_constraints.into_iter().all(|(_, it)| references(it))
        && added(from, to).all(|it| can_be_added(it, writer))
}

fn can_be_added(column: &Column, writer: Writer) -> bool {
    if let Some(generated) = &column.generated {
        return generated.storage == GeneratedStorage::Virtual && !column.not_null;
    }
    let constant = column.default.as_ref().is_none_or(|it| {
        let text = writer.default(it);
        !text.starts_with('(') && !text.to_ascii_lowercase().starts_with("current_")
    });
    constant && (!column.not_null || default_of(column).is_some())
}

/// The definition with the foreign keys that come with the column.
fn with_reference(definition: String, column: &str, from: &Table, to: &Table, writer: Writer) -> String {
    let of_column = to
        .constraints
        .iter()
        .filter(|(name, it)| !from.constraints.contains_key(*name) && it.kind.columns() == [column.to_owned()]);
    of_column.fold(definition, |text, (_, it)| {
        let constraint = writer.constraint(it);
        let list = format!("FOREIGN KEY ({}) ", writer.ident(column));
        format!("{text} {}", constraint.replacen(&list, "", 1))
    })
}
