//! Conditions and expressions of SQL on a file, which the embedded SQLite answers: batches of rows go through a table in
//! memory.

use std::cell::RefCell;
use std::ops::ControlFlow;

use database::{EngineKind, EngineUrl, Session, Table, Value, ValueKind};

use super::scan::{EachRow, Scan};
use crate::{Error, ErrorKind, Result, Row, Selection};

/// Rows that are looked at together.
const BATCH: usize = 512;

/// What of a file is read for a selection, and what SQL makes of it.
pub(super) struct Reading {
    /// The places of the columns that are read.
    pub(super) places: Vec<usize>,
    /// How each field comes from them; none where the columns are the fields.
    sql: Option<Sql>,
}

struct Sql {
    /// What it is called in messages.
    label: String,
    /// Its columns, listed.
    columns: String,
    /// For each field its place among the columns read, or among the expressions.
    fields: Vec<Origin>,
    create: String,
    insert: String,
    /// Gives the row's number and the expressions of the rows that meet the condition.
    select: String,
}

#[derive(Clone, Copy)]
enum Origin {
    Column(usize),
    Expression(usize),
}

impl Reading {
    /// # Errors
    /// [`ErrorKind::Shape`] where a column is missing, [`ErrorKind::Usage`] where SQLite does not take a condition or an expression.
    pub(super) fn of(table: &Table, selection: &Selection) -> Result<Self> {
        let texts: Vec<&str> = selection.fields.iter().filter_map(|it| it.expression.as_deref()).collect();
        if texts.is_empty() && selection.filter.is_none() {
            let places = selection.fields.iter().map(|it| place(table, it.column.as_deref().unwrap_or(&it.name)));
            return Ok(Self { places: places.collect::<Result<_>>()?, sql: None });
        }
        let mut places = Vec::new();
        for field in &selection.fields {
            if let Some(column) = &field.column {
                places.push(place(table, column)?);
            }
        }
        // SQL names columns whatever their case.
        let all: String = texts.iter().copied().chain(selection.filter.as_deref()).collect::<Vec<_>>().join(" ");
        let all = all.to_lowercase();
        let named = table.columns.iter().enumerate().filter(|(_, it)| all.contains(&it.name.to_lowercase()));
        places.extend(named.map(|(at, _)| at));
        places.sort_unstable();
        places.dedup();
        let sql = Sql::new(table, selection, &places)?;
        if let Some(name) =
            texts.iter().copied().chain(selection.filter.as_deref()).find_map(|it| unknown_name(table, it))
        {
            return Err(sql.no_column(name));
        }
        sql.open()?;
        Ok(Self { places, sql: Some(sql) })
    }

    /// The kinds of the fields, and a scan that hands over the fields, of a scan that hands over the columns.
    pub(super) fn fields(self, kinds: Vec<ValueKind>, scan: Box<dyn Scan>) -> (Vec<ValueKind>, Box<dyn Scan>) {
        let Some(sql) = self.sql else { return (kinds, scan) };
        let kind = |from: &Origin| match from {
            Origin::Column(at) => kinds.get(*at).cloned().unwrap_or(ValueKind::Any),
            Origin::Expression(_) => ValueKind::Any,
        };
        (sql.fields.iter().map(kind).collect(), Box::new(SqlScan { scan, sql }))
    }
}

fn place(table: &Table, column: &str) -> Result<usize> {
    table.columns.iter().position(|it| it.name == *column).ok_or_else(|| {
        let message = format!("{} has no column `{column}`; it has {}", table.name, listed(table));
        Error::new(ErrorKind::Shape, message)
    })
}

fn listed(table: &Table) -> String {
    table.columns.iter().take(20).map(|it| format!("`{}`", it.name)).collect::<Vec<_>>().join(", ")
}

/// A name in double quotes that is no column: `SQLite` would take it for a text, and the condition for something else.
fn unknown_name<'t>(table: &Table, sql: &'t str) -> Option<&'t str> {
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '"']) {
        let (quote, behind) = rest.split_at_checked(at)?.1.split_at_checked(1)?;
        let (inside, behind) = behind.split_once(quote)?;
        if quote == "\"" && !table.columns.iter().any(|it| it.name.eq_ignore_ascii_case(inside)) {
            return Some(inside);
        }
        rest = behind;
    }
    None
}

impl Sql {
    fn new(table: &Table, selection: &Selection, places: &[usize]) -> Result<Self> {
        let mut expressions = Vec::new();
        let mut fields = Vec::new();
        for field in &selection.fields {
            fields.push(match (&field.column, &field.expression) {
                (Some(column), _) => Origin::Column(places.binary_search(&place(table, column)?).unwrap_or_default()),
                (None, text) => {
                    expressions.push(format!("({})", text.as_deref().unwrap_or("NULL")));
                    Origin::Expression(expressions.len() - 1)
                }
            });
        }
        let columns = places.iter().filter_map(|at| table.columns.get(*at));
        let declared: Vec<String> =
            columns.map(|it| format!(", {} {}", EngineKind::Sqlite.quote(&it.name), affinity(&it.kind))).collect();
        let marks = ", ?".repeat(places.len());
        let list: String = expressions.iter().map(|it| format!(", {it}")).collect();
        let condition = selection.filter.as_ref().map_or(String::new(), |it| format!(" WHERE ({it})"));
        Ok(Self {
            label: table.name.clone(),
            columns: listed(table),
            fields,
            create: format!("CREATE TABLE file (\"the row's number\" INTEGER PRIMARY KEY{})", declared.concat()),
            insert: format!("INSERT INTO file VALUES (?{marks})"),
            select: format!("SELECT \"the row's number\"{list} FROM file{condition} ORDER BY 1"),
        })
    }

    /// A table in memory for the rows of a batch.
    fn open(&self) -> Result<Session> {
        let url: EngineUrl = "sqlite::memory:".parse()?;
        let mut session = Session::open(&url)?;
        session.execute(&self.create).map_err(|error| self.refused(&error))?;
        session.describe(&self.select).map_err(|error| self.refused(&error))?;
        Ok(session)
    }

    fn no_column(&self, name: &str) -> Error {
        let message = format!(
            "{} has no column `{name}`, which a condition or expression names; it has {}",
            self.label, self.columns
        );
        Error::new(ErrorKind::Shape, message)
    }

    fn refused(&self, error: &database::Error) -> Error {
        let text = error.to_string();
        if let Some((_, behind)) = text.split_once("no such column: ") {
            return self.no_column(behind.split_whitespace().next().unwrap_or_default());
        }
        let message = format!(
            "{}: conditions and expressions on a file are answered by SQLite, which refuses: {error}",
            self.label
        );
        Error::new(ErrorKind::Usage, message)
    }
}

/// A file through SQL.
struct SqlScan {
    scan: Box<dyn Scan>,
    sql: Sql,
}

impl Scan for SqlScan {
    fn parts(&self) -> usize {
        self.scan.parts()
    }

    fn stated_rows(&self) -> Option<u64> {
        None
    }

    fn scan(&self, part: usize, each: &mut EachRow<'_>) -> Result<()> {
        let batch = RefCell::new(Batch { session: self.sql.open()?, rows: Vec::new() });
        let mut stopped = false;
        self.scan.scan(part, &mut |row| {
            let batch = &mut *batch.borrow_mut();
            batch.rows.push(row.to_vec());
            if batch.rows.len() < BATCH {
                return Ok(ControlFlow::Continue(()));
            }
            let flow = batch.flush(&self.sql, each)?;
            stopped = flow.is_break();
            Ok(flow)
        })?;
        if !stopped {
            let _ = batch.into_inner().flush(&self.sql, each)?;
        }
        Ok(())
    }

    fn is_unchanged(&self) -> Result<()> {
        self.scan.is_unchanged()
    }
}

struct Batch {
    session: Session,
    rows: Vec<Row>,
}

impl Batch {
    /// Hands over what of the rows meets the condition, and forgets them.
    fn flush(&mut self, sql: &Sql, each: &mut EachRow<'_>) -> Result<ControlFlow<()>> {
        let refused = |error: database::Error| sql.refused(&error);
        self.session.begin().map_err(refused)?;
        let mut parameters = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            parameters.clear();
            parameters.push(Value::Integer(at as i128));
            parameters.extend(row.iter().cloned());
            self.session.execute_with(&sql.insert, &parameters).map_err(refused)?;
        }
        let mut fields = vec![Value::Null; sql.fields.len()];
        let mut flow = ControlFlow::Continue(());
        let rows = &self.rows;
        self.session.stream::<Error>(&sql.select, &[], &mut |found| {
            let row = match found.first() {
                Some(Value::Integer(at)) => usize::try_from(*at).ok().and_then(|at| rows.get(at)),
                _ => None,
            };
            for (field, from) in fields.iter_mut().zip(&sql.fields) {
                let value = match from {
                    Origin::Column(at) => row.and_then(|row| row.get(*at)),
                    Origin::Expression(at) => found.get(at + 1),
                };
                *field = value.cloned().unwrap_or(Value::Null);
            }
            flow = each(&fields)?;
            Ok(flow)
        })?;
        self.session.rollback().map_err(refused)?;
        self.rows.clear();
        Ok(flow)
    }
}

/// What SQLite makes of the values when it compares them: files that state no types hold numbers as texts.
fn affinity(kind: &ValueKind) -> &'static str {
    match kind {
        ValueKind::Any | ValueKind::Decimal(_) | ValueKind::Integer | ValueKind::Bool => "NUMERIC",
        ValueKind::Float32 | ValueKind::Float64 => "REAL",
        ValueKind::Bytes => "BLOB",
        _ => "TEXT",
    }
}
