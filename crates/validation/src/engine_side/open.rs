//! Tables that are opened to be compared.

use database::{EngineKind, EngineUrl, Session, SnapshotOptions, Table, ValueKind};

use super::source::Source;
use super::{EngineOptions, EngineSide, key, mysql, postgres, sqlite};
use crate::{Error, ErrorKind, Result, Selection, SideInfo};

/// A table of an engine whose shape is known and of which nothing has been read yet.
#[derive(Debug)]
pub struct EngineTable {
    url: EngineUrl,
    session: Session,
    table: Table,
    options: EngineOptions,
}

impl EngineTable {
    /// Connects and finds the table or view; without a schema it is looked for where the engine looks.
    ///
    /// # Errors
    /// [`ErrorKind::Unreachable`] where there is no connection, [`ErrorKind::Shape`] where there is no such table.
    pub fn open(url: &EngineUrl, schema: Option<&str>, name: &str, options: &EngineOptions) -> Result<Self> {
        let mut session = Session::open(url).map_err(|it| of_engine(url, it))?;
        let table = session.read_table(schema, name).map_err(|it| of_engine(url, it))?;
        Ok(Self { url: url.clone(), session, table, options: options.clone() })
    }

    /// What was found.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Reads it through a selection, which [`pair`](crate::pair) makes: a snapshot begins.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`] where a column is missing.
    pub fn select(self, selection: Selection) -> Result<EngineSide> {
        let label = label(&self.url, &self.table);
        self.selected(selection).map_err(|error| error.context(&format!("reading {label}")))
    }

    fn selected(mut self, selection: Selection) -> Result<EngineSide> {
        let source = Source::new(&self.session, &self.table, &selection)?;
        stand_alone(&mut self.session, &source, &selection)?;
        let kinds = kinds(&mut self.session, &source)?;
        let sorted = key::is_sorted(&source);
        let mut side = EngineSide {
            info: SideInfo {
                label: label(&self.url, &self.table),
                engine: Some(self.session.kind()),
                version: self.session.version().to_owned(),
                kinds,
                types: source.fields.iter().map(|it| Some(it.column.as_ref()?.type_name.clone())).collect(),
                sorted,
                native: None,
                pushes_down: false,
                estimated_rows: self.table.estimated_rows,
                is_live: true,
                table: Some(self.table),
            },
            url: self.url,
            sessions: vec![self.session],
            options: self.options,
            selection,
            source,
        };
        side.begin()?;
        side.learn()?;
        Ok(side)
    }
}

impl EngineSide {
    /// Begins a snapshot in every session.
    pub(super) fn begin(&mut self) -> Result<()> {
        let mut options = SnapshotOptions::default();
        if let Some(timeout) = self.options.statement_timeout {
            options = options.statement_timeout(timeout);
        }
        let Some((first, others)) = self.sessions.split_first_mut() else { return Ok(()) };
        first.begin_snapshot(&options)?;
        tune(first)?;
        if self.options.connections < 2 {
            return Ok(());
        }
        let Some(snapshot) = first.export_snapshot()? else { return Ok(()) };
        let options = options.join(snapshot);
        for session in others {
            session.begin_snapshot(&options)?;
            tune(session)?;
        }
        while self.sessions.len() < self.options.connections {
            let mut session = Session::open(&self.url)?;
            session.begin_snapshot(&options)?;
            tune(&mut session)?;
            self.sessions.push(session);
        }
        Ok(())
    }

    /// What the engine can compute.
    fn learn(&mut self) -> Result<()> {
        let Some(session) = self.sessions.first_mut() else { return Ok(()) };
        match session.kind() {
            EngineKind::MySql | EngineKind::MariaDb => self.info.pushes_down = mysql::has_md5(session)?,
            EngineKind::Sqlite => self.info.pushes_down = sqlite::takes(&self.source),
            EngineKind::Postgres => self.learn_postgres()?,
            _ => {}
        }
        Ok(())
    }

    fn learn_postgres(&mut self) -> Result<()> {
        if let Some(session) = self.sessions.first_mut() {
            let encoding = session.query("SHOW server_encoding")?.scalar().unwrap_or_default();
            // Texts are hashed as they are stored.
            self.info.pushes_down = encoding == "UTF8";
            self.info.native = postgres::native::name(&self.source, session.version(), &encoding);
        }
        Ok(())
    }
}

/// Says at which engine something failed.
fn of_engine(url: &EngineUrl, error: database::Error) -> Error {
    let url = url.to_string();
    let is_named = error.message().contains(&url);
    let error = Error::from(error);
    if is_named { error } else { error.context(&url) }
}

/// Compiling the expressions of a query costs more than it gains in those that are run here.
fn tune(session: &mut Session) -> Result<()> {
    if session.kind() == EngineKind::Postgres {
        session.execute("SET LOCAL jit = off; SET LOCAL work_mem = '32MB'")?;
    }
    Ok(())
}

/// Conditions and expressions have to be whole by themselves: `a) OR (b` would mean something else beside each further condition.
fn stand_alone(session: &mut Session, source: &Source, selection: &Selection) -> Result<()> {
    let written = selection.fields.iter().filter_map(|it| it.expression.as_deref());
    let expressions = written.map(|it| format!("SELECT {it}\nFROM {}", source.from));
    let condition = selection.filter.as_deref().map(|it| format!("SELECT 1 FROM {} WHERE {it}\n", source.from));
    for query in expressions.chain(condition) {
        session.describe(&query)?;
    }
    Ok(())
}

/// The kinds of the fields: those of the columns, and of expressions what the engine says.
fn kinds(session: &mut Session, source: &Source) -> Result<Vec<ValueKind>> {
    let columns: Option<Vec<ValueKind>> =
        source.fields.iter().map(|it| it.column.as_ref().map(|it| it.kind.clone())).collect();
    if let Some(kinds) = columns {
        return Ok(kinds);
    }
    let query = format!("SELECT {} FROM {}{}", source.field_list(), source.from, source.conditions([]));
    let described = session.describe(&query)?;
    if described.len() != source.fields.len() {
        return Err(Error::new(ErrorKind::Usage, "an expression stands for one column, not for several"));
    }
    Ok(described.into_iter().map(|(_, kind)| kind).collect())
}

/// The URL without password, with the table behind the database.
fn label(url: &EngineUrl, table: &Table) -> String {
    let url = url.to_string();
    let name = match table.schema.as_str() {
        "public" | "main" => table.name.clone(),
        // A schema of MySQL is the database, which the URL names.
        schema if url.contains(&format!("/{schema}")) && url.starts_with('m') => table.name.clone(),
        schema => format!("{schema}.{}", table.name),
    };
    match url.split_once('?') {
        Some((front, back)) => format!("{front}/{name}?{back}"),
        None => format!("{url}/{name}"),
    }
}
