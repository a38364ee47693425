//! Whose fault it is when the engine refuses a statement of the application.

use database::ErrorKind;
use plan_engine::plan::ColumnConversion;
use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, ConstraintKind, QualifiedName, Table};

use super::Oracle;
use crate::rows::keys;

/// `RAISE EXCEPTION` in PL/pgSQL (PostgreSQL manual, appendix A).
const RAISED: &str = "P0001";

/// What a trigger of the plan raises for a value that the other version's shape cannot hold, as the plan states.
const REFUSED_BY_POLICY: &str = "MA001";

/// How names of the plan's own begin.
const HIDDEN: &str = "migration_architect_";

/// `nextval` of a sequence that has given its last number (PostgreSQL manual, appendix A).
const EXHAUSTED: &str = "2200H";

/// What a constraint that was violated is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Violation {
    Unique,
    ForeignKey,
    /// A condition on the row alone.
    Row,
}

/// Whose fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Other rows are in the way, as they may be in that version's own schema: other values may do.
    Chance,
    /// That version's own schema refuses the values too.
    Values,
    /// The schema as it is now: the plan breaks that version.
    Schema,
    /// A statement prepared earlier returns other columns now.
    CachedPlan,
}

/// What a version of the application knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a> {
    /// Its schema.
    pub(crate) catalogue: &'a Catalogue,
    /// Columns that are there in two shapes: what the other version calls one means this version's own, too.
    pub(crate) replaced: &'a [ColumnConversion],
}

impl Known<'_> {
    /// What the version calls a column of `table` that an error names.
    fn column(&self, table: &QualifiedName, named: &str) -> String {
        let plain = named.strip_prefix(HIDDEN).unwrap_or(named);
        let has = |name: &str| self.catalogue.tables.get(table).is_some_and(|it| it.column(name).is_some());
        let of = |it: &&ColumnConversion| it.table == *table && (it.old_name == plain || it.new_name == plain);
        match self.replaced.iter().find(of) {
            Some(it) if !has(named) && has(&it.old_name) => it.old_name.clone(),
            Some(it) if !has(named) => it.new_name.clone(),
            _ => named.to_owned(),
        }
    }
}

/// Says whose fault `error` is, for an insert that reads `insert` when written out.
pub(crate) fn of_insert(
    error: &database::Error,
    known: Known<'_>,
    table: &QualifiedName,
    oracle: &mut Oracle,
    insert: &str,
) -> Result<Fault, database::Error> {
    let Known { catalogue, .. } = known;
    let dialect = catalogue.dialect;
    match error.kind() {
        ErrorKind::Unreachable => return Err(error.clone()),
        ErrorKind::CachedPlan => return Ok(Fault::CachedPlan),
        ErrorKind::Syntax => return Ok(Fault::Schema),
        // A table that it refers to may be closed to its owner on that side too.
        ErrorKind::Permission if is_accepted(dialect, oracle, insert)? => return Ok(Fault::Schema),
        ErrorKind::Permission => return Ok(Fault::Values),
        // What is missing may be missing in that version's own schema too: a table that a foreign key leads to.
        _ => {}
    }
    if error.code() == Some(REFUSED_BY_POLICY) {
        return Ok(Fault::Values);
    }
    if error.code() == Some(EXHAUSTED) && keys::runs_out_of_numbers(catalogue, table) {
        return Ok(Fault::Chance);
    }
    // What a trigger of that version's own refuses depends on other rows, too.
    let has_trigger = [table, catalogue.partition_root(table)]
        .iter()
        .any(|name| catalogue.tables.get(name).is_some_and(|it| !it.triggers.is_empty()));
    if error.code() == Some(RAISED) && has_trigger {
        return Ok(Fault::Chance);
    }
    match violation(dialect, error) {
        Some(Violation::Unique | Violation::ForeignKey) => {
            Ok(if is_known(error, known, table) { Fault::Chance } else { Fault::Schema })
        }
        _ if is_accepted(dialect, oracle, insert)? => Ok(Fault::Schema),
        _ => Ok(Fault::Values),
    }
}

/// Says whose fault `error` is, for an update or a delete of a row of `table`.
pub(crate) fn of_change(
    error: &database::Error,
    known: Known<'_>,
    table: &QualifiedName,
) -> Result<Fault, database::Error> {
    let Known { catalogue, .. } = known;
    let has_trigger = catalogue.tables.get(table).is_some_and(|it| !it.triggers.is_empty());
    if error.code() == Some(RAISED) && has_trigger {
        return Ok(Fault::Chance);
    }
    match (error.kind(), violation(catalogue.dialect, error)) {
        (ErrorKind::Unreachable, _) => Err(error.clone()),
        (ErrorKind::CachedPlan, _) => Ok(Fault::CachedPlan),
        (_, Some(Violation::Unique | Violation::ForeignKey)) if is_known(error, known, table) => Ok(Fault::Chance),
        (_, Some(Violation::Row)) | (ErrorKind::InvalidValue | ErrorKind::Other, None) => Ok(Fault::Values),
        _ if error.code() == Some(REFUSED_BY_POLICY) => Ok(Fault::Values),
        _ => Ok(Fault::Schema),
    }
}

fn violation(dialect: Dialect, error: &database::Error) -> Option<Violation> {
    let code = error.code()?;
    match dialect {
        // Extended result codes (SQLite documentation, 4).
        Dialect::Sqlite => match code {
            "1555" | "2067" | "2579" => Some(Violation::Unique),
            "787" | "1811" => Some(Violation::ForeignKey),
            _ if error.kind() == ErrorKind::ConstraintViolation => Some(Violation::Row),
            _ => None,
        },
        _ => match code {
            "23505" | "23P01" => Some(Violation::Unique),
            "23503" => Some(Violation::ForeignKey),
            _ if code.starts_with("23") => Some(Violation::Row),
            _ => None,
        },
    }
}

/// Whether the version's own schema takes the row, other rows aside.
pub(crate) fn is_accepted(dialect: Dialect, oracle: &mut Oracle, insert: &str) -> Result<bool, database::Error> {
    oracle.session.begin()?;
    let outcome = oracle.session.query(insert);
    oracle.session.rollback()?;
    Ok(match outcome {
        Ok(_) => true,
        Err(error) => matches!(violation(dialect, &error), Some(Violation::Unique | Violation::ForeignKey)),
    })
}

/// Whether the constraint that `error` speaks of, or one over the same columns, is part of the version's schema.
fn is_known(error: &database::Error, known: Known<'_>, table: &QualifiedName) -> bool {
    let Known { catalogue, .. } = known;
    let Some(own) = catalogue.tables.get(table) else { return true };
    let root = catalogue.partition_root(table);
    let is_own = |other: &QualifiedName| catalogue.partition_root(other) == root;
    let refers = |other: &Table| keys::foreign_keys(other).any(|key| is_own(&key.references));
    let is_foreign = violation(catalogue.dialect, error) == Some(Violation::ForeignKey);
    if catalogue.dialect == Dialect::Sqlite {
        if is_foreign {
            return keys::foreign_keys(own).next().is_some() || catalogue.tables.values().any(refers);
        }
        let columns = sqlite_columns(error.message());
        return columns.is_empty() || keys::unique_keys(own).iter().any(|key| same(key, &columns));
    }
    if named(error.message()).is_some_and(|name| has_name(catalogue, &name)) {
        return true;
    }
    let columns = detail_columns(error.detail().unwrap_or_default());
    let columns: Vec<String> = columns.iter().map(|it| known.column(table, it)).collect();
    if is_foreign {
        return keys::foreign_keys(own).any(|key| same(&key.columns, &columns))
            || catalogue.tables.values().any(|other| {
                keys::foreign_keys(other).any(|key| is_own(&key.references) && same(&key.referenced_columns, &columns))
            });
    }
    keys::unique_keys(own).iter().any(|key| same(key, &columns))
}

fn same(key: &[String], columns: &[String]) -> bool {
    key.len() == columns.len() && key.iter().all(|it| columns.contains(it))
}

/// The constraint named in «… constraint "name"».
fn named(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("constraint \"")?;
    rest.split('"').next().map(str::to_owned)
}

fn has_name(catalogue: &Catalogue, name: &str) -> bool {
    let of_constraint =
        |table: &Table| table.constraints.get(name).is_some_and(|it| !matches!(it.kind, ConstraintKind::Check(_)));
    catalogue.tables.values().any(|table| of_constraint(table) || table.indexes.contains_key(name))
}

/// The columns in «Key (a, b)=(…) already exists.».
fn detail_columns(detail: &str) -> Vec<String> {
    let inside = detail.split_once('(').and_then(|(_, rest)| rest.split_once(")=(")).map(|(inside, _)| inside);
    inside.into_iter().flat_map(|it| it.split(", ")).map(|it| it.trim_matches('"').to_owned()).collect()
}

/// The columns in «UNIQUE constraint failed: t.a, t.b».
fn sqlite_columns(message: &str) -> Vec<String> {
    let list = message.split_once("failed: ").map_or("", |(_, list)| list);
    list.split(", ").filter_map(|it| it.split_once('.').map(|(_, column)| column.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_version_s_name_of_a_column_is_understood() {
        let text = "CREATE TABLE t (id integer PRIMARY KEY, email text UNIQUE)";
        let source = [findings::SourceText::new("a.sql", text)];
        let catalogue =
            schema_diff::read::read(Dialect::Postgres, &source, &schema_diff::read::Limits::default()).catalogue;
        let table = QualifiedName::new("public", "t");
        let text = || schema_diff::catalogue::DataType::with_arguments("text", []);
        let replaced = [ColumnConversion {
            table: table.clone(),
            old_name: "mail".to_owned(),
            old_type: text(),
            new_name: "email".to_owned(),
            new_type: text(),
            form: String::new(),
            up: String::new(),
            down: String::new(),
            equality: String::new(),
            policy: String::new(),
        }];
        let known = Known { catalogue: &catalogue, replaced: &replaced };
        for (named, own) in [("mail", "email"), ("email", "email"), ("migration_architect_mail", "email"), ("id", "id")]
        {
            assert_eq!(known.column(&table, named), own);
        }
    }

    #[test]
    fn what_an_error_speaks_of_is_read_from_it() {
        assert_eq!(named("duplicate key value violates unique constraint \"t_a_key\"").as_deref(), Some("t_a_key"));
        assert_eq!(detail_columns("Key (a, \"B c\")=(1, 2) already exists."), ["a", "B c"]);
        assert_eq!(sqlite_columns("UNIQUE constraint failed: t.a, t.b"), ["a", "b"]);
    }
}
