//! The table that is written, as the repair sees it.

use database::{Identity, Table};

use super::{Policy, RepairOptions};
use crate::{Error, ErrorKind, Result, Selection};

/// The table that is written, and which of its columns each field of the comparison is.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) table: Table,
    /// The column of each field; none where the field is an expression, which cannot be written.
    pub(super) columns: Vec<Option<usize>>,
    /// The fields of the key; empty where rows are compared as a multiset.
    pub(super) key: Vec<usize>,
    /// The field whose greater value wins.
    pub(super) newest: Option<usize>,
    /// The condition under which the table was compared.
    pub(super) filter: Option<String>,
    /// Columns that refer to a row that may come later: they are NULL in between.
    pub(super) loosened: Vec<usize>,
}

impl Shape {
    pub(super) fn new(table: Table, selection: &Selection, options: &RepairOptions) -> Result<Self> {
        let columns: Vec<_> =
            selection.fields.iter().map(|field| place(&table, field.column.as_deref())).collect::<Result<_>>()?;
        for field in &selection.key {
            if columns.get(*field).copied().flatten().is_none() {
                let name = selection.fields.get(*field).map_or("?", |it| it.name.as_str());
                return Err(Error::new(
                    ErrorKind::Usage,
                    format!(
                        "the key's part {name} is an expression in {}: rows cannot be found by it; compare with a key of plain columns",
                        table.name
                    ),
                ));
            }
        }
        let newest = match &options.policy {
            Policy::Newest(name) => Some(field_named(selection, name)?),
            _ => None,
        };
        if !columns.iter().flatten().any(|it| is_writable(&table, *it)) {
            return Err(Error::new(ErrorKind::Shape, format!("no column compared of {} can be written", table.name)));
        }
        let (key, filter) = (selection.key.clone(), selection.filter.clone());
        Ok(Self { table, columns, key, newest, filter, loosened: Vec::new() })
    }

    /// Whether the column of this place can be written.
    pub(super) fn is_writable(&self, column: usize) -> bool {
        is_writable(&self.table, column)
    }

    /// Whether an existing row's value can be set: the engine alone sets those of `GENERATED ALWAYS AS IDENTITY`.
    pub(super) fn is_updatable(&self, column: usize) -> bool {
        let identity = self.table.columns.get(column).map(|it| &it.identity);
        self.is_writable(column) && !matches!(identity, Some(Identity::Always(_)))
    }

    /// The names of columns that rows inserted get from the engine, since they were not compared.
    pub(super) fn left_to_defaults(&self) -> Vec<&str> {
        let compared = |place: &usize| self.columns.contains(&Some(*place));
        let columns = self.table.columns.iter().enumerate();
        columns.filter(|(place, it)| !it.generated && !compared(place)).map(|(_, it)| it.name.as_str()).collect()
    }
}

fn is_writable(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_some_and(|it| !it.generated)
}

fn place(table: &Table, column: Option<&str>) -> Result<Option<usize>> {
    let Some(name) = column else { return Ok(None) };
    match table.columns.iter().position(|it| it.name == name) {
        Some(place) => Ok(Some(place)),
        None => {
            Err(Error::new(ErrorKind::Shape, format!("{} has no column {name} any more: compare again", table.name)))
        }
    }
}

fn field_named(selection: &Selection, name: &str) -> Result<usize> {
    selection.fields.iter().position(|it| it.name == name).ok_or_else(|| {
        let names: Vec<_> = selection.fields.iter().map(|it| it.name.as_str()).collect();
        Error::new(
            ErrorKind::Usage,
            format!("the policy newest:{name} needs that column in the comparison, which has {}", names.join(", ")),
        )
    })
}
