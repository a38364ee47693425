//! Rows of other tables that refer to rows that are set aside: they go first, and come back after them.

use schema_diff::catalogue::{Catalogue, ConstraintKind, QualifiedName, Table};
use schema_diff::write::Writer;

/// More than these are not written down; then no row is set aside.
const MOST: usize = 40;

/// Rows of a table that refer to rows that are set aside.
pub(super) struct Dependents<'a> {
    pub(super) name: &'a QualifiedName,
    pub(super) table: &'a Table,
    /// Which rows.
    pub(super) condition: String,
}

/// What refers, directly or through others, to the rows of table `name`, here called `relation`, that meet `condition`:
/// what refers before what it refers to. None where it is too much.
pub(super) fn dependents<'a>(
    name: &QualifiedName,
    relation: &str,
    condition: &str,
    now: &'a Catalogue,
    writer: Writer,
) -> Option<Vec<Dependents<'a>>> {
    let mut search = Search { now, writer, found: Vec::new() };
    search.from(relation, condition, &mut vec![name]).then_some(search.found)
}

struct Search<'a> {
    now: &'a Catalogue,
    writer: Writer,
    found: Vec<Dependents<'a>>,
}

impl<'a> Search<'a> {
    /// Whether everything was found that refers to the last table of `path`.
    fn from<'p>(&mut self, relation: &str, condition: &str, path: &mut Vec<&'p QualifiedName>) -> bool
    where
        'a: 'p,
    {
        let Some(parent) = path.last().copied() else { return true };
        for (name, table) in &self.now.tables {
            for constraint in table.constraints.values() {
                let ConstraintKind::ForeignKey(key) = &constraint.kind else { continue };
                if key.references != *parent || path.contains(&name) {
                    continue;
                }
                if self.found.len() >= MOST {
                    return false;
                }
                let own = self.writer.name(name);
                let pairs: Vec<_> = (key.columns.iter().zip(&key.referenced_columns))
                    .map(|(column, referenced)| {
                        format!("{relation}.{} = {own}.{}", self.writer.ident(referenced), self.writer.ident(column))
                    })
                    .collect();
                let condition =
                    format!("EXISTS (SELECT 1 FROM {relation} WHERE {} AND ({condition}))", pairs.join(" AND "));
                path.push(name);
                let complete = self.from(&own, &condition, path);
                path.pop();
                if !complete {
                    return false;
                }
                self.found.push(Dependents { name, table, condition });
            }
        }
        true
    }
}
