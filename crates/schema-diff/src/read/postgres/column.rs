//! Columns, as `CREATE TABLE` and `ADD COLUMN` define them.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{
    Column, ColumnSettings, DataType, Expression, Generated, GeneratedStorage, Grants, Identity, IdentityMode,
    ObjectPath, QualifiedName, Sequence, SequenceOptions,
};

use crate::write::usual_storage;

use super::expression::{self, Columns};
use super::replay::Replay;
use super::settings::set_on_column;
use super::{auto_name, constraint, syntax, types};

impl Replay<'_> {
    /// The column that a node defines for `table`, which already has the columns before it. Constraints other than
    /// `NOT NULL` and `DEFAULT` are left to the caller.
    pub(super) fn column(&mut self, table: &QualifiedName, node: &SyntaxNode) -> Option<Column> {
        let name = syntax::child_name(node, SyntaxKind::COLUMN_NAME)?;
        let written = syntax::type_of(node).map(|node| syntax::text(&node)).unwrap_or_default();
        let mut column = Column {
            name,
            data_type: types::parse_text(&written, &self.names),
            collation: None,
            not_null: false,
            default: None,
            identity: None,
            generated: None,
            comment: None,
            grants: Grants::default(),
            settings: ColumnSettings::default(),
        };
        self.serial(table, &mut column);
        for part in node.children() {
            match part.kind() {
                SyntaxKind::COLLATE => column.collation = collation(&part),
                SyntaxKind::NOT_NULL_CONSTRAINT => column.not_null = true,
                SyntaxKind::DEFAULT_CONSTRAINT => column.default = self.default(&part, &column.data_type),
                SyntaxKind::GENERATED_CONSTRAINT => self.generated(&part, &mut column),
                SyntaxKind::STORAGE | SyntaxKind::COMPRESSION_METHOD => {
                    set_on_column(&mut column.settings, usual_storage(&column.data_type), &part);
                }
                _ => {}
            }
        }
        Some(column)
    }

    /// `serial` stands for an integer with a sequence of its own.
    fn serial(&mut self, table: &QualifiedName, column: &mut Column) {
        let data_type = match column.data_type.name.rsplit('.').next() {
            Some("serial" | "serial4") => "integer",
            Some("bigserial" | "serial8") => "bigint",
            Some("smallserial" | "serial2") => "smallint",
            _ => return,
        };
        column.data_type = DataType::named(data_type);
        column.not_null = true;
        let name = auto_name::choose(&table.name, Some(&column.name), "seq", |name| {
            self.names.has_relation(&QualifiedName::new(&table.schema, name))
        });
        let sequence = QualifiedName::new(&table.schema, name);
        let full = format!(
            "{}.{}",
            expression::print::identifier(&sequence.schema),
            expression::print::identifier(&sequence.name)
        );
        let call = format!("nextval({}::regclass)", expression::print::string(&full));
        column.default = Some(Expression::new(call.clone(), call));
        self.names.add_relation(sequence.clone());
        let options = SequenceOptions::ascending(column.data_type.clone());
        let owned_by = Some((table.clone(), column.name.clone()));
        self.catalogue
            .sequences
            .insert(sequence.clone(), Sequence { options, owned_by, comment: None, grants: Grants::default() });
        self.origin_here(ObjectPath::Sequence(sequence));
    }

    /// A default behind `DEFAULT`; `NULL` is none.
    pub(super) fn default(&self, node: &SyntaxNode, data_type: &DataType) -> Option<Expression> {
        let value = syntax::after(node, SyntaxKind::DEFAULT_KW)?;
        let target = data_type.to_string();
        let value = expression::read(&syntax::text(&value), &self.names, &Columns::default(), Some(&target));
        (value.canonical != "NULL").then_some(value)
    }

    pub(super) fn generated(&self, node: &SyntaxNode, column: &mut Column) {
        if let Some(identity) = syntax::child(node, SyntaxKind::GENERATED_IDENTITY) {
            column.identity = Some(self.identity(&identity, &column.data_type));
            column.not_null = true;
        }
        if let Some(stored) = syntax::child(node, SyntaxKind::GENERATED_STORED) {
            let virtual_column = syntax::has(&stored, SyntaxKind::VIRTUAL);
            let storage = if virtual_column { GeneratedStorage::Virtual } else { GeneratedStorage::Stored };
            // The canonical form is made when all columns are known.
            let text = syntax::inside(&stored);
            column.generated = Some(Generated { expression: Expression::new(text.clone(), text), storage });
        }
    }

    /// `ALWAYS AS IDENTITY (…)` of a node.
    pub(super) fn identity(&self, node: &SyntaxNode, data_type: &DataType) -> Identity {
        let always = syntax::has(node, SyntaxKind::GENERATED_ALWAYS);
        let mode = if always { IdentityMode::Always } else { IdentityMode::ByDefault };
        let list = syntax::child(node, SyntaxKind::SEQUENCE_OPTION_LIST);
        Identity { mode, sequence: self.identity_options(list.as_ref(), data_type) }
    }

    /// Makes the canonical forms of a table's expressions anew, after its columns have changed.
    pub(super) fn recompute(&mut self, table: &QualifiedName) {
        let columns = self.columns(table);
        let Some(found) = self.catalogue.tables.get_mut(table) else { return };
        let again = |expression: &mut Expression, target: Option<&str>| {
            expression.canonical = expression::canonical(&expression.text, &self.names, &columns, target);
        };
        for column in &mut found.columns {
            let target = column.data_type.to_string();
            if let Some(generated) = &mut column.generated {
                again(&mut generated.expression, Some(&target));
            }
        }
        for found in found.constraints.values_mut() {
            constraint::expressions_mut(&mut found.kind, &mut |expression| again(expression, None));
        }
        for predicate in found.indexes.values_mut().filter_map(|index| index.predicate.as_mut()) {
            again(predicate, None);
        }
    }
}

/// The collation that a node names; none for the default one.
pub(super) fn collation(node: &SyntaxNode) -> Option<String> {
    let path = syntax::child(node, SyntaxKind::COLLATION_REF).map(|node| syntax::path(&node))?;
    collation_name(&path)
}

/// A collation by path, without `pg_catalog` and `public`; none for the default one.
pub(super) fn collation_name(path: &[String]) -> Option<String> {
    let name = path.last().filter(|name| *name != "default")?;
    match path {
        [schema, _] if schema != "pg_catalog" && schema != "public" => Some(format!("{schema}.{name}")),
        _ => Some(name.clone()),
    }
}
