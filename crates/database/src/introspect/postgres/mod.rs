//! PostgreSQL describes its objects in `pg_catalog`: one query per kind of object writes their DDL.

mod order;
mod ours;
mod query;
mod view_columns;

use schema_diff::Dialect;
use schema_diff::catalogue::QualifiedName;
use schema_diff::read::Reading;

use self::order::{Edge, Entry, Node, in_order};
use self::query::Query;
use super::{ReadOptions, read_statements};
use crate::{Result, Rows, Session};

/// The kinds that nearly every database has.
const COMMON: &[Query] = &[
    Query(include_str!("queries/schemas.sql")),
    Query(include_str!("queries/extensions.sql")),
    Query(include_str!("queries/enums.sql")),
    Query(include_str!("queries/sequences.sql")),
    Query(include_str!("queries/tables.sql")),
    Query(include_str!("queries/constraints.sql")),
    Query(include_str!("queries/indexes.sql")),
    Query(include_str!("queries/functions.sql")),
    Query(include_str!("queries/views.sql")),
    Query(include_str!("queries/triggers.sql")),
    Query(include_str!("queries/column_settings.sql")),
    Query(include_str!("queries/relation_settings.sql")),
    Query(include_str!("queries/comments.sql")),
    Query(include_str!("queries/grants.sql")),
];

/// The rarer kinds, in the order of the columns of [`PRESENT`].
const RARE: &[Query] = &[
    Query(include_str!("queries/types.sql")),
    Query(include_str!("queries/operators.sql")),
    Query(include_str!("queries/attachments.sql")),
    Query(include_str!("queries/texts.sql")),
    Query(include_str!("queries/foreign_data.sql")),
    Query(include_str!("queries/labels.sql")),
    Query(include_str!("queries/replication.sql")),
];

const PRESENT: Query = Query(include_str!("queries/present.sql"));
const DEPENDENCIES: Query = Query(include_str!("queries/dependencies.sql"));
const INVALID_INDEXES: Query = Query(include_str!("queries/invalid_indexes.sql"));
const VIEW_COLUMNS: Query = Query(include_str!("queries/view_columns.sql"));

pub(super) fn dump(session: &mut Session, options: &ReadOptions) -> Result<Vec<String>> {
    in_snapshot(session, |session| statements(session, options))
}

pub(super) fn read_catalogue(session: &mut Session, options: &ReadOptions) -> Result<Reading> {
    let (statements, invalid, columns) = in_snapshot(session, |session| {
        let statements = statements(session, options)?;
        let invalid = session.query(&INVALID_INDEXES.text(options))?;
        let columns = session.query(&VIEW_COLUMNS.text(options))?;
        Ok((statements, invalid, columns))
    })?;
    let mut reading = read_statements(session, Dialect::Postgres, &statements);
    mark_invalid(&mut reading, &invalid);
    view_columns::fill(&mut reading, &columns);
    if !options.include_workshop {
        ours::leave_out(&mut reading.catalogue);
    }
    Ok(reading)
}

/// Runs `work` in a transaction that sees one state of the database, cannot change it, and in which the engine prints
/// every name with its schema.
fn in_snapshot<T>(session: &mut Session, work: impl FnOnce(&mut Session) -> Result<T>) -> Result<T> {
    session.in_transaction(|session| {
        // Planning these queries takes longer than running them on most databases; their joins are written in an
        // order that serves.
        session.execute(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL search_path = ''; \
             SET LOCAL quote_all_identifiers = off; SET LOCAL IntervalStyle = postgres; SET LOCAL DateStyle = ISO; \
             SET LOCAL extra_float_digits = 1; SET LOCAL jit = off; SET LOCAL join_collapse_limit = 1",
        )?;
        work(session)
    })
}

fn statements(session: &mut Session, options: &ReadOptions) -> Result<Vec<String>> {
    let mut entries = Vec::new();
    for query in COMMON {
        entries.extend(entries_of(&session.query(&query.text(options))?));
    }
    let present = session.query(&PRESENT.text(options))?;
    let version = present.value(0, RARE.len()).and_then(|it| it.parse().ok()).unwrap_or_default();
    for (column, query) in RARE.iter().enumerate() {
        if present.value(0, column).as_deref() == Some("t") {
            entries.extend(entries_of(&session.query(&query.text_for(options, version))?));
        }
    }
    let edges = edges_of(&session.query(&DEPENDENCIES.text(options))?);
    Ok(in_order(entries, &edges))
}

fn entries_of(rows: &Rows) -> impl Iterator<Item = Entry> {
    rows.rows.iter().filter_map(|row| {
        let [class, object, rank, Some(statement)] = row.as_slice() else { return None };
        Some(Entry {
            node: node(class.as_ref(), object.as_ref())?,
            rank: number(rank.as_ref())?,
            statement: statement.trim_end().to_owned(),
        })
    })
}

fn edges_of(rows: &Rows) -> Vec<Edge> {
    let edge = |row: &Vec<Option<String>>| {
        let [class, object, needed_class, needed] = row.as_slice() else { return None };
        Some(Edge {
            from: node(class.as_ref(), object.as_ref())?,
            needs: node(needed_class.as_ref(), needed.as_ref())?,
        })
    };
    rows.rows.iter().filter_map(edge).collect()
}

fn node(class: Option<&String>, object: Option<&String>) -> Option<Node> {
    Some(Node { class: number(class)?, object: number(object)? })
}

fn number(text: Option<&String>) -> Option<u32> {
    text?.parse().ok()
}

/// No DDL says that an index is the remains of a failed `CREATE INDEX CONCURRENTLY`.
fn mark_invalid(reading: &mut Reading, rows: &Rows) {
    for row in 0..rows.len() {
        let (Some(schema), Some(relation), Some(index)) = (rows.value(row, 0), rows.value(row, 1), rows.value(row, 2))
        else {
            continue;
        };
        let name = QualifiedName::new(schema, relation);
        let catalogue = &mut reading.catalogue;
        let indexes = match (catalogue.tables.get_mut(&name), catalogue.views.get_mut(&name)) {
            (Some(table), _) => &mut table.indexes,
            (None, Some(view)) => &mut view.indexes,
            (None, None) => continue,
        };
        if let Some(index) = indexes.get_mut(&index) {
            index.valid = false;
        }
    }
}
