//! The tables that are measured on: narrow and wide, with one index and with several.

use schema_diff::Dialect;

/// A table to measure on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    /// Its name.
    pub(super) name: &'static str,
    /// The statements that make it.
    pub(super) statements: Vec<String>,
    /// The expressions over the number `g` that its rows are made of, in the order of its columns.
    values: Vec<&'static str>,
    /// The columns of those of its indexes that are no key.
    pub(super) indexes: Vec<&'static str>,
}

/// The column whose values are brought into another type.
pub(super) const AMOUNT: &str = "amount";

impl Shape {
    /// Two widths by two numbers of indexes, the smallest first.
    pub(super) fn all(dialect: Dialect) -> Vec<Self> {
        vec![
            Self::new(dialect, "narrow", false, false),
            Self::new(dialect, "narrow_indexed", false, true),
            Self::new(dialect, "wide", true, false),
            Self::new(dialect, "wide_indexed", true, true),
        ]
    }

    fn new(dialect: Dialect, name: &'static str, wide: bool, indexed: bool) -> Self {
        let sqlite = dialect == Dialect::Sqlite;
        let mut columns = vec![
            if sqlite { "id integer PRIMARY KEY" } else { "id bigint PRIMARY KEY" },
            "kind integer NOT NULL",
            "amount integer NOT NULL",
            "code text NOT NULL",
        ];
        let scattered =
            if sqlite { "printf('%08x', g * 2654435761 % 4294967296)" } else { "substr(md5(g::text), 1, 8)" };
        let mut values = vec!["g", "g % 97", "g % 100003", scattered];
        if wide {
            columns.push("body text NOT NULL");
            values.push(if sqlite { "printf('%0512d', g)" } else { "repeat(md5(g::text), 16)" });
        }
        let indexes = if indexed { vec!["kind", "code", "kind, code"] } else { Vec::new() };
        let mut statements = vec![format!("CREATE TABLE {name} ({})", columns.join(", "))];
        let create = |(at, columns): (usize, &&str)| format!("CREATE INDEX {name}_{at} ON {name} ({columns})");
        statements.extend(indexes.iter().enumerate().map(create));
        Self { name, statements, values, indexes }
    }

    /// The table from which its rows come.
    pub(super) fn source(&self) -> String {
        format!("{}_source", self.name)
    }

    /// The statement that makes the source, with `rows` rows.
    pub(super) fn fill_source(&self, dialect: Dialect, rows: u64) -> String {
        let source = self.source();
        let named = self.values.iter().enumerate().map(|(at, value)| format!("{value} AS c{at}"));
        let values = named.collect::<Vec<_>>().join(", ");
        match dialect {
            Dialect::Sqlite => format!(
                "CREATE TABLE {source} AS WITH RECURSIVE s(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < {rows}) \
                 SELECT {values} FROM s"
            ),
            _ => format!("CREATE TABLE {source} AS SELECT {values} FROM generate_series(1::bigint, {rows}) AS g"),
        }
    }

    /// The statements of the same table once its column is wider.
    pub(super) fn widened(&self) -> Vec<String> {
        self.statements.iter().map(|it| it.replace(&format!("{AMOUNT} integer"), &format!("{AMOUNT} bigint"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_type_of_one_column_differs() {
        for shape in Shape::all(Dialect::Postgres) {
            let differ = shape.statements.iter().zip(shape.widened()).filter(|(a, b)| **a != *b).count();
            assert_eq!(differ, 1, "{}", shape.name);
        }
    }
}
