//! The state that statements are replayed onto.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use findings::{Diagnostic, DiagnosticLevel, SourceText, Span};
use squawk_syntax::SyntaxNode;

use crate::catalogue::{
    Attribute, Catalogue, Constraint, ConstraintKind, DefinitionId, DefinitionKind, Index, ObjectPath, QualifiedName,
    Schema, Table,
};
use crate::read::{Origins, Statement};

use super::expression::Columns;
use super::names::Names;
use super::query::Output;
use super::syntax;

/// Code of the diagnostic of a statement that speaks of what is not there.
pub(super) const UNKNOWN: &str = "unknown-object";

/// The state that statements are replayed onto.
pub(super) struct Replay<'a> {
    /// What the statements have made so far.
    pub catalogue: Catalogue,
    /// Names.
    pub names: Names,
    /// Where objects were defined.
    pub origins: Origins,
    /// What was found wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The statements kept.
    pub statements: Vec<Statement>,
    /// The relation of every index, those of constraints included.
    pub index_homes: BTreeMap<QualifiedName, QualifiedName>,
    /// Relations that the model does not hold.
    pub opaque: BTreeSet<QualifiedName>,
    /// What each entry of `catalogue.unmodelled` is, in the same order, so that a `DROP` finds it.
    pub unmodelled_keys: Vec<String>,
    /// Types of the columns of views, as far as they show. The catalogue leaves them to the engine, which knows all.
    pub view_types: BTreeMap<QualifiedName, BTreeMap<String, String>>,
    /// How many constraints of a name a schema has.
    constraint_names: HashMap<(String, String), usize>,
    owner_reported: bool,
    /// The table whose `CREATE TABLE` is at hand.
    pub names_being_made: Option<QualifiedName>,
    /// Whether the statement at hand leaves the children of its table alone (`ONLY`).
    pub only: bool,
    /// Whether a query of the statement at hand reads a relation that is not there, which only the engine may know.
    pub reads_ahead: Cell<bool>,
    /// Schemas that some statement makes, now or later.
    pub schemas_made: BTreeSet<String>,
    /// Whether the search path changes between statements that make objects.
    pub changes_path: bool,
    source: &'a SourceText,
    source_index: usize,
    statement: Span,
}

impl<'a> Replay<'a> {
    /// Nothing replayed yet.
    pub(super) fn new(source: &'a SourceText) -> Self {
        Self {
            catalogue: Catalogue::empty(crate::Dialect::Postgres),
            names: Names::default(),
            origins: Origins::default(),
            diagnostics: Vec::new(),
            statements: Vec::new(),
            index_homes: BTreeMap::new(),
            opaque: BTreeSet::new(),
            unmodelled_keys: Vec::new(),
            view_types: BTreeMap::new(),
            constraint_names: HashMap::new(),
            owner_reported: false,
            names_being_made: None,
            only: false,
            reads_ahead: Cell::new(false),
            schemas_made: BTreeSet::new(),
            changes_path: false,
            source,
            source_index: 0,
            statement: Span::default(),
        }
    }

    /// Goes on with the statement at `statement` of a source.
    pub(super) fn enter(&mut self, source: &'a SourceText, index: usize, statement: Span) {
        (self.source, self.source_index, self.statement) = (source, index, statement);
        self.reads_ahead.set(false);
    }

    /// The text of the statement at hand.
    pub(super) fn statement_text(&self) -> &'a str {
        self.source.text().get(self.statement.start..self.statement.end).unwrap_or_default()
    }

    /// Keeps the statement at hand among those that make the schema.
    pub(super) fn keep(&mut self) {
        let text = self.statement_text().to_owned();
        self.statements.push(Statement { text, source: self.source_index, span: self.statement });
    }

    /// Makes the schema `name`, which no statement makes, as if one had.
    pub(super) fn assume_schema(&mut self, name: &str) {
        self.catalogue.schemas.insert(name.to_owned(), Schema::default());
        self.origin_here(ObjectPath::Schema(name.to_owned()));
        let text = format!("CREATE SCHEMA {}", crate::write::Writer::new(crate::Dialect::Postgres).ident(name));
        self.statements.push(Statement { text, source: self.source_index, span: self.statement });
        self.warning(
            "assumed-schema",
            format!("No statement makes the schema `{name}`: it is taken to be meant."),
            Some("Write CREATE SCHEMA before this statement, or correct the name."),
        );
    }

    /// Reports an error at a place in the source.
    pub(super) fn error(&mut self, code: &str, message: String, span: Span, help: Option<&str>) {
        self.report(DiagnosticLevel::Error, code, message, span, help);
    }

    /// Reports a warning at the statement at hand.
    pub(super) fn warning(&mut self, code: &str, message: String, help: Option<&str>) {
        self.report(DiagnosticLevel::Warning, code, message, self.statement, help);
    }

    /// Reports an error about the statement at hand.
    pub(super) fn wrong(&mut self, code: &str, message: String) {
        self.error(code, message, self.statement, None);
    }

    fn report(&mut self, level: DiagnosticLevel, code: &str, message: String, span: Span, help: Option<&str>) {
        let location = Some(self.source.locate(span));
        self.diagnostics.push(Diagnostic {
            level,
            code: code.to_owned(),
            message,
            location,
            help: help.map(str::to_owned),
        });
    }

    /// Says once that owners are not part of the model.
    pub(super) fn owner(&mut self) {
        if !self.owner_reported {
            self.owner_reported = true;
            self.warning("owner-ignored", "Owners are not compared: `OWNER TO` is passed over.".to_owned(), None);
        }
    }

    /// Records where an object is defined.
    pub(super) fn origin(&mut self, path: ObjectPath, node: &SyntaxNode) {
        let span = syntax::span(node, self.statement.start);
        self.origins.0.insert(path, (self.source_index, span));
    }

    /// Records that an object is defined by the statement at hand.
    pub(super) fn origin_here(&mut self, path: ObjectPath) {
        self.origins.0.insert(path, (self.source_index, self.statement));
    }

    /// The columns of a relation, for queries.
    pub(super) fn outputs(&self, name: &QualifiedName) -> Option<Vec<Output>> {
        if let Some(table) = self.catalogue.tables.get(name) {
            let output = |column: &crate::catalogue::Column| Output {
                name: column.name.clone(),
                data_type: Some(column.data_type.to_string()),
            };
            return Some(table.columns.iter().map(output).collect());
        }
        let foreign = DefinitionId {
            kind: DefinitionKind::ForeignTable,
            schema: Some(name.schema.clone()),
            name: name.name.clone(),
            detail: String::new(),
            relation: None,
        };
        if let Some(foreign) = self.catalogue.definitions.get(&foreign) {
            let output = |it: &Attribute| Output { name: it.name.clone(), data_type: Some(it.data_type.to_string()) };
            return Some(foreign.attributes.iter().map(output).collect());
        }
        let columns = self.catalogue.views.get(name)?.columns.as_ref()?;
        let types = self.view_types.get(name);
        let output = |column: &crate::catalogue::ViewColumn| Output {
            name: column.name.clone(),
            data_type: types.and_then(|types| types.get(&column.name)).cloned(),
        };
        Some(columns.iter().map(output).collect())
    }

    /// Whether the schema has a constraint of this name.
    pub(super) fn has_constraint(&self, schema: &str, name: &str) -> bool {
        self.constraint_names.contains_key(&(schema.to_owned(), name.to_owned()))
    }

    /// Puts a constraint on a table. One of that name must not be there yet.
    pub(super) fn add_constraint(&mut self, table: &QualifiedName, constraint: Constraint) {
        let Some(target) = self.catalogue.tables.get_mut(table) else { return };
        if let Some(found) = target.constraints.get(&constraint.name)
            && found.is_inherited()
            && found.kind == constraint.kind
            && !target.inherits.is_empty()
        {
            target.inherited.remove(&constraint.name);
            return;
        }
        if target.constraints.contains_key(&constraint.name) {
            self.wrong("duplicate-object", format!("The constraint `{}` of {table} exists already.", constraint.name));
            return;
        }
        *self.constraint_names.entry((table.schema.clone(), constraint.name.clone())).or_default() += 1;
        if has_index(&constraint.kind) {
            let index = QualifiedName::new(&table.schema, &constraint.name);
            self.names.add_relation(index.clone());
            self.index_homes.insert(index, table.clone());
        }
        if let ConstraintKind::PrimaryKey(key) = &constraint.kind {
            for column in target.columns.iter_mut().filter(|column| key.columns.contains(&column.name)) {
                column.not_null = true;
            }
        }
        target.constraints.insert(constraint.name.clone(), constraint);
    }

    /// Takes a constraint from a table.
    pub(super) fn remove_constraint(&mut self, table: &QualifiedName, name: &str) -> Option<Constraint> {
        let constraint = self.catalogue.tables.get_mut(table)?.constraints.remove(name)?;
        self.forget_constraint(table, &constraint);
        self.origins.0.remove(&ObjectPath::Constraint(table.clone(), name.to_owned()));
        Some(constraint)
    }

    fn forget_constraint(&mut self, table: &QualifiedName, constraint: &Constraint) {
        let key = (table.schema.clone(), constraint.name.clone());
        if let Some(count) = self.constraint_names.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                self.constraint_names.remove(&key);
            }
        }
        if has_index(&constraint.kind) {
            self.forget_index(&QualifiedName::new(&table.schema, &constraint.name));
        }
    }

    /// Forgets the name of an index.
    pub(super) fn forget_index(&mut self, index: &QualifiedName) {
        self.names.remove_relation(index);
        self.index_homes.remove(index);
    }

    /// The indexes of a table or materialised view.
    pub(super) fn indexes_mut(&mut self, relation: &QualifiedName) -> Option<&mut BTreeMap<String, Index>> {
        match self.catalogue.tables.get_mut(relation) {
            Some(table) => Some(&mut table.indexes),
            None => self.catalogue.views.get_mut(relation).map(|view| &mut view.indexes),
        }
    }

    /// Puts an index on a relation.
    pub(super) fn add_index(&mut self, relation: &QualifiedName, index: Index) {
        let name = QualifiedName::new(&relation.schema, &index.name);
        if let Some(indexes) = self.indexes_mut(relation) {
            indexes.insert(index.name.clone(), index);
            self.names.add_relation(name.clone());
            self.index_homes.insert(name, relation.clone());
        }
    }

    /// Takes an index from its relation.
    pub(super) fn remove_index(&mut self, name: &QualifiedName) -> Option<(QualifiedName, Index)> {
        let home = self.index_homes.get(name)?.clone();
        let index = self.indexes_mut(&home)?.remove(&name.name)?;
        self.forget_index(name);
        self.origins.0.remove(&ObjectPath::Index(home.clone(), name.name.clone()));
        Some((home, index))
    }

    /// Takes a table out with all that is known of it, to be dropped or put elsewhere.
    pub(super) fn take_table(&mut self, name: &QualifiedName) -> Option<Table> {
        let table = self.catalogue.tables.remove(name)?;
        self.names.remove_relation(name);
        for constraint in table.constraints.values() {
            self.forget_constraint(name, constraint);
        }
        for index in table.indexes.keys() {
            self.forget_index(&QualifiedName::new(&name.schema, index));
        }
        Some(table)
    }

    /// Puts a table in, and makes all that it holds known.
    pub(super) fn put_table(&mut self, name: &QualifiedName, mut table: Table) {
        let constraints = std::mem::take(&mut table.constraints);
        let indexes = std::mem::take(&mut table.indexes);
        self.catalogue.tables.insert(name.clone(), table);
        self.names.add_relation(name.clone());
        for (_, constraint) in constraints {
            self.add_constraint(name, constraint);
        }
        for (_, index) in indexes {
            self.add_index(name, index);
        }
    }

    /// The columns of a table as expressions over it see them.
    pub(super) fn columns(&self, table: &QualifiedName) -> Columns {
        let mut columns = Columns { table: table.name.clone(), ..Columns::default() };
        for output in self.outputs(table).unwrap_or_default() {
            columns.types.extend(output.data_type.map(|data_type| (output.name, data_type)));
        }
        columns
    }

    /// The relation that a node names, reported where it is not there. None also for a relation that the model does not
    /// hold: the statement is then kept as unmodelled.
    pub(super) fn existing_table(&mut self, path: &[String], what: &str) -> Option<QualifiedName> {
        let name = self.names.relation(path);
        if self.opaque.contains(&name) {
            self.unmodelled(what, &format!("relation {name}"));
            return None;
        }
        if !self.catalogue.tables.contains_key(&name) && !self.catalogue.views.contains_key(&name) {
            self.unknown("relation", &name);
            return None;
        }
        Some(name)
    }

    /// Reports that something is not there.
    pub(super) fn unknown(&mut self, kind: &str, name: &dyn std::fmt::Display) {
        let help = Some("Read the statements that create it before this one.");
        let message = format!("The {kind} `{name}` does not exist here.");
        self.error(UNKNOWN, message, self.statement, help);
    }

    /// Reports that something is there already.
    pub(super) fn duplicate(&mut self, kind: &str, name: &dyn std::fmt::Display) {
        self.wrong("duplicate-object", format!("The {kind} `{name}` exists already."));
    }
}

/// Whether an index of the constraint's name stands behind it.
fn has_index(kind: &ConstraintKind) -> bool {
    matches!(kind, ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) | ConstraintKind::Exclusion(_))
}
