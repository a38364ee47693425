//! What a procedure returns.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{Expr, Ident, ObjectName, Select, SelectItem, SetExpr, TableFactor};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use crate::write::Writer;

/// The result of a function.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Returns {
    /// Whether it gives rows.
    pub(super) rows: bool,
    /// Their columns with types; empty where they cannot be told.
    pub(super) columns: Vec<(String, String)>,
}

impl Returns {
    pub(super) fn sql(&self, writer: Writer) -> String {
        if !self.rows {
            return "void".to_owned();
        }
        if self.columns.is_empty() {
            return "SETOF record".to_owned();
        }
        let columns: Vec<_> =
            self.columns.iter().map(|(name, it)| format!("{} {}", writer.ident(name), bare(it))).collect();
        format!("TABLE ({})", columns.join(", "))
    }
}

/// A type without its length: a function's arguments and results carry none.
pub(super) fn bare(data_type: &str) -> &str {
    data_type.split('(').next().unwrap_or(data_type)
}

/// Columns of each table with their types.
type Tables = BTreeMap<String, Vec<(String, String)>>;

/// The rows of `query`: their columns only where each one is a column of a known table.
pub(super) fn of_query(query: &str, tables: &Tables) -> Returns {
    let columns = columns(query, tables).unwrap_or_default();
    let names: BTreeSet<_> = columns.iter().map(|(name, _)| name).collect();
    let distinct = names.len() == columns.len();
    Returns { rows: true, columns: if distinct { columns } else { Vec::new() } }
}

fn columns(query: &str, tables: &Tables) -> Option<Vec<(String, String)>> {
    if query.len() > 16 << 10 {
        return None;
    }
    let parsed = Parser::new(&PostgreSqlDialect {}).try_with_sql(query).ok()?.parse_query().ok()?;
    let SetExpr::Select(select) = *parsed.body else { return None };
    let sources = sources(&select)?;
    let mut found = Vec::new();
    for item in &select.projection {
        match item {
            SelectItem::Wildcard(_) => {
                for (_, table) in &sources {
                    found.extend(tables.get(table)?.iter().cloned());
                }
            }
            SelectItem::QualifiedWildcard(kind, _) => {
                let alias = kind.to_string();
                let alias = alias.strip_suffix(".*").unwrap_or(&alias);
                found.extend(tables.get(table_of(alias, &sources)?)?.iter().cloned());
            }
            SelectItem::UnnamedExpr(expression) => found.push(column(expression, &sources, tables)?),
            SelectItem::ExprWithAlias { expr, alias } => {
                found.push((folded(alias), column(expr, &sources, tables)?.1));
            }
            SelectItem::ExprWithAliases { .. } => return None,
        }
    }
    Some(found)
}

/// Aliases with their tables, in order.
fn sources(select: &Select) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for from in &select.from {
        for factor in std::iter::once(&from.relation).chain(from.joins.iter().map(|join| &join.relation)) {
            let TableFactor::Table { name, alias, .. } = factor else { return None };
            let table = last(name)?;
            let alias = alias.as_ref().map_or_else(|| table.clone(), |alias| folded(&alias.name));
            found.push((alias, table));
        }
    }
    Some(found)
}

fn last(name: &ObjectName) -> Option<String> {
    name.0.last().and_then(|part| part.as_ident()).map(folded)
}

fn folded(name: &Ident) -> String {
    if name.quote_style.is_some() { name.value.clone() } else { name.value.to_ascii_lowercase() }
}

fn table_of<'a>(alias: &str, sources: &'a [(String, String)]) -> Option<&'a String> {
    sources.iter().find(|(other, _)| other == alias).map(|(_, table)| table)
}

fn column(expression: &Expr, sources: &[(String, String)], tables: &Tables) -> Option<(String, String)> {
    let of = |table: &str, name: &str| tables.get(table)?.iter().find(|(column, _)| column == name).cloned();
    match expression {
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [alias, name] => of(table_of(&folded(alias), sources)?, &folded(name)),
            _ => None,
        },
        Expr::Identifier(name) => sources.iter().find_map(|(_, table)| of(table, &folded(name))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_where_they_are_known() {
        let column = |name: &str| (name.to_owned(), "bigint".to_owned());
        let tables =
            Tables::from([("u".to_owned(), vec![column("id"), column("a")]), ("p".to_owned(), vec![column("b")])]);
        let names = |query: &str| {
            let returns = of_query(query, &tables);
            returns.columns.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names("SELECT x.*, p.b AS c FROM u x LEFT JOIN p ON x.id = p.b"), "id a c");
        assert_eq!(names("SELECT * FROM u, p"), "id a b");
        assert_eq!(names("SELECT count(*) FROM u"), "");
        assert_eq!(names("SELECT id, id FROM u"), "");
        assert_eq!(names("SELECT nonsense FROM"), "");
    }
}
