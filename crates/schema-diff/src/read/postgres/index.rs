//! Indexes and their elements.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{Expression, Index, IndexElement, IndexKey, NullsOrder, ObjectPath, QualifiedName};

use super::column::collation_name;
use super::cursor::{Cursor, Read};
use super::expression::tree::Expr;
use super::expression::{self, Columns, print as scalar, simplify};
use super::names::Names;
use super::replay::Replay;
use super::tokens::{Token, tokens};
use super::{auto_name, inherit, parameters, query, syntax};

/// Operator classes that are the default of their type, so that stating them says nothing.
const DEFAULT_CLASSES: &[&str] = &[
    "int2_ops",
    "int4_ops",
    "int8_ops",
    "float4_ops",
    "float8_ops",
    "numeric_ops",
    "text_ops",
    "bpchar_ops",
    "bool_ops",
    "date_ops",
    "time_ops",
    "timetz_ops",
    "timestamp_ops",
    "timestamptz_ops",
    "interval_ops",
    "uuid_ops",
    "bytea_ops",
    "jsonb_ops",
    "array_ops",
    "tsvector_ops",
    "range_ops",
    "oid_ops",
    "enum_ops",
    "name_ops",
    "char_ops",
    "money_ops",
    "macaddr_ops",
    "bit_ops",
    "varbit_ops",
    "tsquery_ops",
    "record_ops",
    "xid8_ops",
    "point_ops",
    "box_ops",
    "circle_ops",
];

impl Replay<'_> {
    /// `CREATE INDEX`.
    pub(super) fn create_index(&mut self, node: &SyntaxNode) {
        let path = syntax::child(node, SyntaxKind::TABLE_RELATION_NAME)
            .and_then(|node| syntax::child(&node, SyntaxKind::TABLE_NAME_REF))
            .map(|node| syntax::path(&node))
            .unwrap_or_default();
        let Some(relation) = self.existing_table(&path, "CREATE INDEX") else { return };
        let stated = syntax::child_name(node, SyntaxKind::INDEX);
        if let Some(name) = &stated
            && self.names.has_relation(&QualifiedName::new(&relation.schema, name))
        {
            if !syntax::has(node, SyntaxKind::IF_NOT_EXISTS) {
                self.duplicate("relation", name);
            }
            return;
        }
        let columns = self.columns(&relation);
        let method = syntax::child(node, SyntaxKind::USING_METHOD)
            .and_then(|node| syntax::child_name(&node, SyntaxKind::ACCESS_METHOD_REF))
            .unwrap_or_else(|| "btree".to_owned());
        let list = syntax::child(node, SyntaxKind::PARTITION_ITEM_LIST);
        let (elements, names): (Vec<_>, Vec<_>) = list
            .iter()
            .flat_map(|list| syntax::children(list, SyntaxKind::PARTITION_ITEM))
            .map(|item| element(&syntax::text(&item), &self.names, &columns, &method))
            .unzip();
        let include: Vec<_> = syntax::child(node, SyntaxKind::INDEX_INCLUDE_CLAUSE)
            .and_then(|node| syntax::child(&node, SyntaxKind::PARTITION_ITEM_LIST))
            .map(|list| syntax::names(&list, SyntaxKind::PARTITION_ITEM))
            .unwrap_or_default();
        let predicate = syntax::child(node, SyntaxKind::WHERE_CLAUSE)
            .and_then(|clause| syntax::after(&clause, SyntaxKind::WHERE_KW))
            .map(|value| expression::read(&syntax::text(&value), &self.names, &columns, None));
        if let Some(missing) = elements.iter().find_map(|element| match &element.key {
            IndexKey::Column(column) if !columns.types.contains_key(column) && !columns.types.is_empty() => {
                Some(column)
            }
            _ => None,
        }) {
            return self.unknown("column", &format!("{relation}.{missing}"));
        }
        let name = stated.unwrap_or_else(|| {
            let middle = auto_name::joined(&distinct_names([names, include.clone()].concat()));
            self.free_name(&relation, Some(&middle), "idx")
        });
        let index = Index {
            name: name.clone(),
            unique: syntax::has(node, SyntaxKind::UNIQUE_KW),
            method,
            elements,
            include,
            nulls_not_distinct: syntax::has(node, SyntaxKind::NULLS_NOT_DISTINCT),
            predicate,
            storage_parameters: syntax::child(node, SyntaxKind::WITH_PARAMS)
                .map(|node| parameters::parameters(&node))
                .unwrap_or_default(),
            valid: true,
            parent: None,
            comment: None,
        };
        self.add_index(&relation, index.clone());
        if !inherit::is_only(node) {
            self.spread_index(&relation, &index);
        }
        self.origin_here(ObjectPath::Index(relation, name));
    }

    /// `ALTER INDEX`.
    pub(super) fn alter_index(&mut self, node: &SyntaxNode) {
        let path = syntax::child(node, SyntaxKind::INDEX_REF).map(|node| syntax::path(&node)).unwrap_or_default();
        let name = self.names.relation(&path);
        let Some(home) = self.index_homes.get(&name).cloned() else {
            if self.catalogue.unmodelled.iter().any(|found| found.names.contains(&name.name)) {
                self.unmodelled("ALTER INDEX", &format!("relation {name}"));
            } else if !syntax::has(node, SyntaxKind::IF_EXISTS) {
                self.unknown("index", &name);
            }
            return;
        };
        if let Some(rename) = syntax::child(node, SyntaxKind::INDEX_RENAME_TO) {
            return self.rename_index(&home, &name, &syntax::name(&rename));
        }
        if let Some(attach) = syntax::child(node, SyntaxKind::ATTACH_INDEX_PARTITION) {
            return self.attach_index(&name.name, &attach);
        }
        if let Some(set) = syntax::child(node, SyntaxKind::SET_OPTIONS)
            && let Some(index) = self.indexes_mut(&home).and_then(|indexes| indexes.get_mut(&name.name))
        {
            index.storage_parameters.extend(parameters::parameters(&set));
            return;
        }
        if let Some(reset) = syntax::child(node, SyntaxKind::RESET_OPTIONS)
            && let Some(index) = self.indexes_mut(&home).and_then(|indexes| indexes.get_mut(&name.name))
        {
            let gone = parameters::parameters(&reset);
            index.storage_parameters.retain(|name, _| !gone.contains_key(name));
            return;
        }
        self.unmodelled("ALTER INDEX", &format!("relation {name}"));
    }

    /// Gives an index, or the constraint behind which it stands, another name.
    pub(super) fn rename_index(&mut self, home: &QualifiedName, from: &QualifiedName, to: &str) {
        let target = QualifiedName::new(&from.schema, to);
        if self.names.has_relation(&target) {
            return self.duplicate("relation", &target);
        }
        if let Some((home, index)) = self.remove_index(from) {
            self.add_index(&home, Index { name: to.to_owned(), ..index });
            self.origin_here(ObjectPath::Index(home, to.to_owned()));
        } else if let Some(constraint) = self.remove_constraint(home, &from.name) {
            self.add_constraint(home, crate::catalogue::Constraint { name: to.to_owned(), ..constraint });
            self.origin_here(ObjectPath::Constraint(home.clone(), to.to_owned()));
        }
    }
}

/// The element that `text` spells, and the name that it contributes to that of an index.
pub(super) fn element(text: &str, names: &Names, columns: &Columns, method: &str) -> (IndexElement, String) {
    let tokens = tokens(text);
    let mut cursor = Cursor::new(&tokens);
    match read(&mut cursor, names, columns, method, text) {
        Ok(found) if cursor.at_end() => found,
        _ => {
            let key = IndexKey::Expression(Expression::new(text, scalar::tokens(&tokens)));
            (
                IndexElement { key, collation: None, operator_class: None, descending: false, nulls: None },
                "expr".to_owned(),
            )
        }
    }
}

fn read(
    cursor: &mut Cursor<'_>,
    names: &Names,
    columns: &Columns,
    method: &str,
    text: &str,
) -> Read<(IndexElement, String)> {
    let written = expression::expression(cursor, names)?;
    let name = query::output_name(&written);
    let (written, collation) = match written {
        Expr::Collate(value, collation) => (*value, collation_name(&[collation])),
        other => (other, None),
    };
    let key = match written {
        Expr::Name(mut path) if path.len() == 1 => IndexKey::Column(path.pop().unwrap_or_default()),
        other => {
            let canonical = scalar::print(&simplify(other, names, columns));
            IndexKey::Expression(Expression::new(expression_text(text).unwrap_or_else(|| canonical.clone()), canonical))
        }
    };
    let mut operator_class = None;
    if matches!(cursor.peek(), Some(Token::Word(_) | Token::Quoted(_))) && !cursor.is_any(&["asc", "desc", "nulls"]) {
        let class = cursor.path()?.pop().unwrap_or_default();
        let mut arguments = String::new();
        if cursor.is_sign('(') {
            let mark = cursor.mark();
            let mut inner = Vec::new();
            while let Some(token) = cursor.next() {
                inner.push(token.clone());
                if *token == Token::Sign(')') {
                    break;
                }
            }
            if inner.is_empty() {
                cursor.reset(mark);
            }
            let spelt = parameters::read(&scalar::tokens(&inner));
            let spelt: Vec<_> = spelt.iter().map(|(name, value)| format!("{name}='{value}'")).collect();
            arguments = format!(" ({})", spelt.join(", "));
        }
        let usual = DEFAULT_CLASSES.contains(&class.as_str())
            && arguments.is_empty()
            && !(matches!(class.as_str(), "text_ops") && method != "btree" && method != "hash" && method != "spgist");
        operator_class = (!usual).then(|| class + &arguments);
    }
    let descending = cursor.eat("desc");
    cursor.eat("asc");
    let mut nulls = None;
    if cursor.eat("nulls") {
        let first = cursor.eat("first");
        if !first {
            cursor.expect("last")?;
        }
        nulls = (first != descending).then_some(if first { NullsOrder::First } else { NullsOrder::Last });
    }
    let name = if name == "?column?" { "expr".to_owned() } else { name };
    Ok((IndexElement { key, collation, operator_class, descending, nulls }, name))
}

/// The expression as it was written, where it stands in parentheses.
fn expression_text(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    // `(a) || (b)` starts and ends with parentheses that do not belong together.
    let mut depth = 0_i64;
    let balanced = inner.chars().all(|char| {
        depth += i64::from(char == '(') - i64::from(char == ')');
        depth >= 0
    });
    (balanced && depth == 0).then(|| inner.trim().to_owned())
}

/// An element as the engine would print it.
pub(super) fn print(element: &IndexElement) -> String {
    let mut out = match &element.key {
        IndexKey::Column(name) => scalar::identifier(name),
        IndexKey::Expression(expression) => format!("({})", expression.canonical),
    };
    if let Some(collation) = &element.collation {
        out.push_str(&format!(" COLLATE {}", scalar::identifier(collation)));
    }
    if let Some(class) = &element.operator_class {
        out.push_str(&format!(" {class}"));
    }
    if element.descending {
        out.push_str(" DESC");
    }
    match element.nulls {
        Some(NullsOrder::First) => out.push_str(" NULLS FIRST"),
        Some(NullsOrder::Last) => out.push_str(" NULLS LAST"),
        None => {}
    }
    out
}

/// Names of elements with a number behind those that were there before, as the engine counts them.
pub(super) fn distinct_names(names: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        let mut candidate = name.clone();
        let mut count = 0_u32;
        while out.contains(&candidate) {
            count += 1;
            candidate = format!("{name}{count}");
        }
        out.push(candidate);
    }
    out
}
