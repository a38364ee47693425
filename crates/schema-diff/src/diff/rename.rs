//! Renames as the user states them; none is ever guessed.

use serde::{Deserialize, Serialize};

use super::{Change, ChangeKind};
use crate::catalogue::{Catalogue, ObjectPath, QualifiedName};
use crate::read::Reading;

/// A rename as the user states it: `table=table` or `table.column=table.column`, each with its schema where it is not
/// the default one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// The old name.
    pub from: String,
    /// The new name; a column's may stand alone, without its table.
    pub to: String,
}

impl Rename {
    /// The renames that comments on the new side state (`-- renamed from: x`): of tables first, so that the columns
    /// of a renamed table are found under its new name. A comment that outlived its rename, since `before` has the new
    /// name and not the old one any more, states nothing.
    pub fn stated(before: &Reading, after: &Reading) -> Vec<Self> {
        let done = |new: &ObjectPath, old: ObjectPath| {
            before.catalogue.get(new).is_some() && before.catalogue.get(&old).is_none()
        };
        let mut tables = Vec::new();
        let mut columns = Vec::new();
        for (path, old) in &after.renamed_from {
            match path {
                ObjectPath::Table(new) => {
                    let from = QualifiedName::new(new.schema.clone(), old.clone());
                    if done(path, ObjectPath::Table(from.clone())) {
                        continue;
                    }
                    tables.push(Self { from: from.to_string(), to: new.to_string() });
                }
                ObjectPath::Column(table, new) if !done(path, ObjectPath::Column(table.clone(), old.clone())) => {
                    columns.push(Self { from: format!("{table}.{old}"), to: format!("{table}.{new}") });
                }
                _ => {}
            }
        }
        tables.append(&mut columns);
        tables
    }
}

impl std::str::FromStr for Rename {
    type Err = RenameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((from, to)) if !from.trim().is_empty() && !to.trim().is_empty() => {
                Ok(Self { from: from.trim().to_owned(), to: to.trim().to_owned() })
            }
            _ => Err(RenameError(format!("`{text}` is no rename: write old=new, for example users.email=users.mail"))),
        }
    }
}

/// A stated rename that does not fit the two schemas.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RenameError(String);

/// `before` with the renames done to it, and the changes that they are.
pub(super) fn apply(
    before: &Catalogue,
    after: &Catalogue,
    renames: &[Rename],
) -> Result<(Catalogue, Vec<Change>), RenameError> {
    let mut renamed = before.clone();
    let mut changes = Vec::new();
    for rename in renames {
        let from = find(&renamed, &rename.from).ok_or_else(|| {
            RenameError(format!("rename {}={}: nothing is called `{}` before", rename.from, rename.to, rename.from))
        })?;
        let to = match &from {
            ObjectPath::Column(table, _) => target_column(table, &rename.to),
            _ => ObjectPath::Table(qualified(after, &rename.to)),
        };
        if after.get(&to).is_none() {
            return Err(RenameError(format!("rename {}={}: there is no {to} after", rename.from, rename.to)));
        }
        if renamed.get(&to).is_some() {
            return Err(RenameError(format!("rename {}={}: {to} is there before as well", rename.from, rename.to)));
        }
        match (&from, &to) {
            (ObjectPath::Column(table, old), ObjectPath::Column(_, new)) => renamed.rename_column(table, old, new),
            (ObjectPath::Table(old), ObjectPath::Table(new)) => renamed.rename_table(old, new),
            _ => {}
        }
        changes.push(Change { path: to, kind: ChangeKind::Renamed { from } });
    }
    Ok((renamed, changes))
}

fn qualified(catalogue: &Catalogue, text: &str) -> QualifiedName {
    match text.split_once('.') {
        Some((schema, name)) => QualifiedName::new(schema, name),
        None => QualifiedName::new(catalogue.dialect.default_schema(), text),
    }
}

fn target_column(table: &QualifiedName, text: &str) -> ObjectPath {
    let name = text.rsplit('.').next().unwrap_or(text);
    ObjectPath::Column(table.clone(), name.to_owned())
}

/// `table`, `schema.table`, `table.column` or `schema.table.column`.
fn find(catalogue: &Catalogue, text: &str) -> Option<ObjectPath> {
    let table = ObjectPath::Table(qualified(catalogue, text));
    if catalogue.get(&table).is_some() {
        return Some(table);
    }
    let (table, column) = text.rsplit_once('.')?;
    let column = ObjectPath::Column(qualified(catalogue, table), column.to_owned());
    catalogue.get(&column).is_some().then_some(column)
}
