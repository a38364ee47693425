//! What the names at one level of a query can mean.

use super::super::expression::Columns;
use super::super::expression::tree::{Expr, From};

/// A column that an element of `FROM` puts out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Output {
    /// Name.
    pub name: String,
    /// Type as the engine prints it, where it shows.
    pub data_type: Option<String>,
}

/// An element of `FROM` by the name that it goes by.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Alias, or name.
    pub alias: String,
    /// Its columns, where they are known.
    pub columns: Option<Vec<Output>>,
}

/// The names at one level, and those of the levels around it.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope<'a> {
    /// The elements of `FROM`, in order.
    pub items: Vec<Item>,
    /// The level around.
    pub outer: Option<&'a Scope<'a>>,
}

impl Scope<'_> {
    /// What the path of a name refers to, spelt the one way that stands for it.
    pub(super) fn resolve(&self, path: &[String]) -> Expr {
        match path {
            [name] => self.unqualified(name),
            [.., alias, name] => self.qualified(alias, name),
            [] => Expr::Name(Vec::new()),
        }
    }

    fn qualified(&self, alias: &str, name: &str) -> Expr {
        let here = self.items.iter().any(|item| item.alias == alias);
        if here && self.items.len() == 1 {
            Expr::Name(vec![name.to_owned()])
        } else {
            Expr::Name(vec![alias.to_owned(), name.to_owned()])
        }
    }

    fn unqualified(&self, name: &str) -> Expr {
        let mut level = Some(self);
        let mut own = true;
        while let Some(scope) = level {
            if let Some(item) = scope.holder(name) {
                return if own && scope.items.len() == 1 {
                    Expr::Name(vec![name.to_owned()])
                } else {
                    Expr::Name(vec![item.alias.clone(), name.to_owned()])
                };
            }
            if scope.items.iter().any(|item| item.alias == name) {
                return Expr::Star(vec![name.to_owned()]);
            }
            if scope.items.iter().any(|item| item.columns.is_none()) {
                break;
            }
            level = scope.outer;
            own = false;
        }
        Expr::Name(vec![name.to_owned()])
    }

    /// The first element that has the column; the only one that might where none surely does.
    fn holder(&self, name: &str) -> Option<&Item> {
        let has = |item: &&Item| {
            item.columns.as_ref().is_some_and(|columns| columns.iter().any(|column| column.name == name))
        };
        if let Some(found) = self.items.iter().find(has) {
            return Some(found);
        }
        let mut unknown = self.items.iter().filter(|item| item.columns.is_none() && item.alias != name);
        match (unknown.next(), unknown.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// The types of all columns by the names that [`resolve`](Self::resolve) gives them.
    pub(super) fn types(&self) -> Columns {
        let mut columns = Columns::default();
        let mut level = Some(self);
        let mut own = true;
        while let Some(scope) = level {
            for item in &scope.items {
                for column in item.columns.iter().flatten() {
                    let Some(data_type) = &column.data_type else { continue };
                    let short = own && scope.items.len() == 1;
                    let key = if short { column.name.clone() } else { format!("{}.{}", item.alias, column.name) };
                    columns.types.entry(key).or_insert_with(|| data_type.clone());
                }
            }
            level = scope.outer;
            own = false;
        }
        columns
    }

    /// The columns of one element.
    pub(super) fn columns_of(&self, alias: &str) -> Option<&[Output]> {
        self.items.iter().find(|item| item.alias == alias)?.columns.as_deref()
    }

    /// The columns that `*` stands for over `from`: element and column.
    pub(super) fn expand(&self, from: &[From]) -> Option<Vec<(String, Output)>> {
        let mut all = Vec::new();
        for item in from {
            all.extend(self.expand_item(item)?);
        }
        Some(all)
    }

    fn expand_item(&self, from: &From) -> Option<Vec<(String, Output)>> {
        if let From::Join { left, right, using, kind, .. } = from {
            let (left, right) = (self.expand_item(left)?, self.expand_item(right)?);
            let natural = kind.starts_with("NATURAL");
            let shared = |name: &str| {
                using.iter().any(|column| column == name)
                    || natural
                        && left.iter().any(|(_, it)| it.name == name)
                        && right.iter().any(|(_, it)| it.name == name)
            };
            // Merged columns stand first and once.
            let mut merged: Vec<_> = left.iter().filter(|(_, it)| shared(&it.name)).cloned().collect();
            merged.extend(left.iter().filter(|(_, it)| !shared(&it.name)).cloned());
            merged.extend(right.iter().filter(|(_, it)| !shared(&it.name)).cloned());
            return Some(merged);
        }
        let alias = alias_of(from)?;
        let columns = self.columns_of(&alias)?;
        Some(columns.iter().map(|column| (alias.clone(), column.clone())).collect())
    }
}

/// The name that an element of `FROM` goes by.
pub(super) fn alias_of(from: &From) -> Option<String> {
    match from {
        From::Relation { name, alias, .. } => alias.name.clone().or_else(|| name.last().cloned()),
        From::Query { alias, .. } => Some(alias.name.clone().unwrap_or_default()),
        From::Function { calls, alias, .. } => alias.name.clone().or_else(|| match calls.first() {
            Some(Expr::Call(call)) => call.name.last().cloned(),
            Some(Expr::Word(word)) => Some(word.to_lowercase()),
            _ => Some(String::new()),
        }),
        From::Join { .. } => None,
    }
}
