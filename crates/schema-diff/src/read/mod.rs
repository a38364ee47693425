//! Reads schemas: a parser per dialect behind one interface. Nothing outside this module knows the parsers.

use std::collections::BTreeMap;

use findings::{Diagnostic, SourceText, Span};
use serde::{Deserialize, Serialize};

use crate::Dialect;
use crate::catalogue::{Catalogue, ObjectPath, Signature};

mod limits;
mod postgres;
pub mod predecessor;
mod sqlite;
mod view_cycle;

pub use limits::Limits;
pub use postgres::uses::Uses;

/// What a reader made of a schema.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The model.
    pub catalogue: Catalogue,
    /// Where each object was last defined.
    pub origins: Origins,
    /// The statements as they stand in the sources, in order: run on an empty database they make the schema.
    pub statements: Vec<Statement>,
    /// What is unsupported or malformed. An error means that the catalogue does not tell the whole schema.
    pub diagnostics: Vec<Diagnostic>,
    /// `-- renamed from: x` comments: the new path and the old name.
    pub renamed_from: Vec<(ObjectPath, String)>,
    /// The sources that were read, in order.
    pub sources: Vec<SourceText>,
}

impl Reading {
    /// The texts of the statements, in order: run on an empty database they make the schema.
    pub fn statement_texts(&self) -> Vec<String> {
        self.statements.iter().map(|statement| statement.text.clone()).collect()
    }
}

/// A statement of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its text, without the final semicolon.
    pub text: String,
    /// Index of its source in [`Reading::sources`].
    pub source: usize,
    /// Where it stands in that source.
    pub span: Span,
}

/// Where the objects of a catalogue were last defined: index of the source and span in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins(pub BTreeMap<ObjectPath, (usize, Span)>);

/// Reads `sources` in order as one schema in `dialect`; `ALTER`, `DROP` and the like are applied as they come, so that
/// a folder of migrations gives the schema that they end in. A source in the predecessor's JSON format is translated first.
///
/// Never fails: what cannot be read is a diagnostic with its place, and the rest of the text is still read.
pub fn read(dialect: Dialect, sources: &[SourceText], limits: &Limits) -> Reading {
    let (sources, mut diagnostics) = predecessor::translate_all(sources, dialect, limits);
    let mut reading = read_sql(dialect, &sources, limits);
    diagnostics.append(&mut reading.diagnostics);
    diagnostics.extend(view_cycle::diagnostics(&reading));
    reading.diagnostics = diagnostics;
    reading
}

/// Whether only a superuser may run `statement`, as far as its words tell: what concerns the whole server, or runs code
/// inside it. Some roles may do some of it (trusted extensions), which only trying tells. PostgreSQL.
pub fn needs_superuser(statement: &str) -> bool {
    postgres::privileged::needs_superuser(statement)
}

/// The roles that `statement` makes, where roles are all that it is about: `CREATE ROLE` and its like, and the `DO` block
/// that asks first whether they are there. PostgreSQL.
pub fn roles_made(statement: &str) -> Option<Vec<String>> {
    postgres::privileged::roles_made(statement)
}

/// What the bodies of the functions and procedures of `catalogue` use, by function. SQL and PL/pgSQL on PostgreSQL; what
/// SQL that is made while a body runs uses is not known, and said to be so.
pub fn body_uses(catalogue: &Catalogue) -> BTreeMap<Signature, Uses> {
    match catalogue.dialect {
        Dialect::Postgres => postgres::uses::of_all(catalogue),
        Dialect::Sqlite => BTreeMap::new(),
    }
}

fn read_sql(dialect: Dialect, sources: &[SourceText], limits: &Limits) -> Reading {
    match dialect {
        Dialect::Postgres => postgres::read(sources, limits),
        Dialect::Sqlite => sqlite::read(sources, limits),
    }
}
