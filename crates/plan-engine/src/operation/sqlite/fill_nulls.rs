//! Gives rows without a value the one that the new schema will demand, as soon as the new version may read them.

use schema_diff::catalogue::{Catalogue, ObjectPath, QualifiedName, Table};
use schema_diff::write::Writer;

use super::archive::Archives;
use super::demand::{Demand, demands};
use super::facts;
use super::fill::fill;
use super::passage::{Direction, key_of, without_triggers};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Sql};

/// Fills a column of a table whose shape is `shape` now and `after` in the end.
pub(super) struct FillNulls {
    table: QualifiedName,
    column: String,
    fill: String,
    key: Vec<String>,
    shape: Table,
}

impl FillNulls {
    /// One for every column that comes to refuse NULL between `shape` and `after`, and for which a value is known.
    pub(super) fn all(table: &QualifiedName, shape: &Table, after: &Table, context: &Context<'_>) -> Vec<Self> {
        let columns =
            demands(shape, after, Writer::new(context.writer.dialect())).into_iter().filter_map(|it| match it {
                Demand::NotNull(column) => Some(column),
                _ => None,
            });
        let make = |column: String| {
            let fill = fill(context, table, after, Direction::Forward, &column)?;
            let key = key_of(shape, after)?;
            Some(Self { table: table.clone(), column, fill, key, shape: shape.clone() })
        };
        columns.filter_map(make).collect()
    }
}

impl Operation for FillNulls {
    fn lower(&self, _now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let archives = Archives { context, table: &self.table };
        let archive = archives.replaced(&self.column, &self.key);
        let relation = context.writer.name(&self.table);
        let make = archives.make_replaced(&archive, &self.shape, &self.key, &self.column);
        let on_rows = |statements| without_triggers(&self.shape, &self.table, context, statements);
        let mut there = vec![make.clone()];
        there.extend(on_rows(archives.replace_nulls(&archive, &relation, &self.column, &self.key, &self.fill)));
        let mut back = vec![make];
        back.extend(on_rows(vec![archives.restore_replaced(&archive, &relation, &self.column, &self.key)]));
        back.push(format!("DROP TABLE {}", archive.relation));
        let path = ObjectPath::Column(self.table.clone(), self.column.clone());
        let column = &self.column;
        let title = format!("Fill {column} of {relation} with {}", self.fill);
        let why = "The new version relies on a value. Which rows had none is kept, for the way back.";
        let in_transaction = |statements| Action::Sql(Sql::in_transaction(statements));
        Ok(vec![
            Draft::new("fill_nulls", &path, title, why)
                .forward([in_transaction(there)])
                .facts(facts::scan(&self.table))
                .back(format!("Empty {column} of {relation} where it was empty"), [in_transaction(back)], [])
                .back_facts(facts::scan(&self.table))
                .archives([archive]),
        ])
    }
}
