//! Partitioned tables: `PARTITION BY`, bounds, `ATTACH` and `DETACH`.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::catalogue::{PartitionBound, PartitionBy, PartitionStrategy, QualifiedName};

use super::replay::Replay;
use super::tokens::{Token, tokens};
use super::{expression, index, syntax};

const BOUNDS: &[SyntaxKind] = &[
    SyntaxKind::PARTITION_FOR_VALUES_IN,
    SyntaxKind::PARTITION_FOR_VALUES_FROM,
    SyntaxKind::PARTITION_FOR_VALUES_WITH,
    SyntaxKind::PARTITION_DEFAULT,
];

impl Replay<'_> {
    /// What `PARTITION BY` of `table`, whose columns are known, says.
    pub(super) fn partition_by(&self, table: &QualifiedName, node: &SyntaxNode) -> Option<PartitionBy> {
        let node = syntax::child(node, SyntaxKind::PARTITION_BY)?;
        let strategy = syntax::child_name(&node, SyntaxKind::PARTITION_STRATEGY)?;
        let strategy = match strategy.as_str() {
            "list" => PartitionStrategy::List,
            "range" => PartitionStrategy::Range,
            "hash" => PartitionStrategy::Hash,
            _ => return None,
        };
        let columns = self.columns(table);
        let list = syntax::child(&node, SyntaxKind::PARTITION_ITEM_LIST)?;
        let key = syntax::children(&list, SyntaxKind::PARTITION_ITEM)
            .map(|item| index::element(&syntax::text(&item), &self.names, &columns, "btree").0)
            .collect();
        Some(PartitionBy { strategy, key })
    }

    /// The bound that a child of `node` states, for a partition of `parent`.
    pub(super) fn bound(&self, parent: &QualifiedName, node: &SyntaxNode) -> Option<PartitionBound> {
        let bound = node.children().find(|child| BOUNDS.contains(&child.kind()))?;
        let types = self.key_types(parent);
        Some(match bound.kind() {
            SyntaxKind::PARTITION_FOR_VALUES_IN => {
                let data_type = types.first().cloned().flatten();
                PartitionBound::In(
                    values(&syntax::inside(&bound)).iter().map(|it| value(it, data_type.as_deref())).collect(),
                )
            }
            SyntaxKind::PARTITION_FOR_VALUES_FROM => {
                let side = |kind| {
                    let list = syntax::child(&bound, kind)?;
                    let values = values(&syntax::inside(&list));
                    let types = types.iter().map(Option::as_deref).chain(std::iter::repeat(None));
                    Some(values.iter().zip(types).map(|(it, data_type)| value(it, data_type)).collect::<Vec<_>>())
                };
                PartitionBound::Range {
                    from: side(SyntaxKind::PARTITION_FROM_VALUES)?,
                    to: side(SyntaxKind::PARTITION_TO_VALUES)?,
                }
            }
            SyntaxKind::PARTITION_FOR_VALUES_WITH => {
                let mut numbers = syntax::children(&bound, SyntaxKind::HASH_PARTITION_BOUND).map(|it| {
                    let text = syntax::text(&it);
                    let (name, number) = text.trim().split_once(char::is_whitespace).unwrap_or((&text, ""));
                    (name.to_lowercase(), number.trim().parse::<u32>().ok())
                });
                let (mut modulus, mut remainder) = (None, None);
                for (name, number) in &mut numbers {
                    if name == "modulus" { modulus = number } else { remainder = number }
                }
                PartitionBound::Hash { modulus: modulus?, remainder: remainder? }
            }
            _ => PartitionBound::Default,
        })
    }

    /// Types of the columns in the partition key; none for an expression.
    fn key_types(&self, parent: &QualifiedName) -> Vec<Option<String>> {
        let Some(table) = self.catalogue.tables.get(parent) else { return Vec::new() };
        let key = table.partition_by.iter().flat_map(|it| &it.key);
        key.map(|element| match &element.key {
            crate::catalogue::IndexKey::Column(name) => table.column(name).map(|it| it.data_type.name.clone()),
            crate::catalogue::IndexKey::Expression(_) => None,
        })
        .collect()
    }

    /// `ATTACH PARTITION`.
    pub(super) fn attach_partition(&mut self, parent: &QualifiedName, action: &SyntaxNode) {
        let path = syntax::child(action, SyntaxKind::TABLE_NAME_REF).map(|node| syntax::path(&node));
        let Some(name) = self.existing_table(&path.unwrap_or_default(), "ALTER TABLE … ATTACH PARTITION") else {
            return;
        };
        let Some(bound) = self.bound(parent, action) else {
            return self.unmodelled("ALTER TABLE … ATTACH PARTITION", &format!("relation {name}"));
        };
        self.catalogue.attach(&name, parent, bound);
        self.take_over(parent, &name);
    }

    /// `DETACH PARTITION`: what it had from its parent is its own from then on.
    pub(super) fn detach_partition(&mut self, parent: &QualifiedName, action: &SyntaxNode) {
        let path = syntax::child(action, SyntaxKind::TABLE_NAME_REF).map(|node| syntax::path(&node));
        let name = self.names.relation(&path.unwrap_or_default());
        match self.catalogue.tables.get(&name) {
            Some(table) if table.partition_of.as_ref().is_some_and(|it| it.parent == *parent) => {
                self.catalogue.detach(&name);
            }
            _ => self.unknown("partition", &name),
        }
    }
}

/// What stands between the commas of a list.
fn values(list: &str) -> Vec<Vec<Token>> {
    let mut all = vec![Vec::new()];
    let mut depth = 0_i64;
    for token in tokens(list) {
        depth += i64::from(token == Token::Sign('(')) - i64::from(token == Token::Sign(')'));
        if depth == 0 && token == Token::Sign(',') {
            all.push(Vec::new());
        } else if let Some(last) = all.last_mut() {
            last.push(token);
        }
    }
    all.retain(|value| !value.is_empty());
    all
}

/// A value of a bound in one form: numbers bare, everything else as a string, without the type that may stand with it.
fn value(tokens: &[Token], data_type: Option<&str>) -> String {
    let literal = tokens.iter().find_map(|token| match token {
        Token::Text(text) => Some(text.clone()),
        _ => None,
    });
    let spelt = expression::print::tokens(tokens);
    let data_type = data_type.unwrap_or_default();
    let numeric =
        matches!(data_type, "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" | "oid");
    match literal {
        Some(text) if numeric => text,
        Some(text) => expression::print::string(&completed(&text, data_type)),
        None if matches!(spelt.to_lowercase().as_str(), "null" | "minvalue" | "maxvalue") => spelt.to_uppercase(),
        None if matches!(spelt.to_lowercase().as_str(), "true" | "false") => spelt.to_lowercase(),
        None if numeric || data_type.is_empty() => spelt.replace("- ", "-"),
        None if tokens.len() == 1 => expression::print::string(&spelt),
        None => spelt,
    }
}

/// A day as the engine prints it where the column holds a time.
fn completed(text: &str, data_type: &str) -> String {
    let is_day = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    match data_type {
        "timestamp without time zone" if is_day => format!("{text} 00:00:00"),
        "timestamp with time zone" if is_day => format!("{text} 00:00:00+00"),
        "uuid" => text.to_lowercase(),
        _ => text.to_owned(),
    }
}
