//! Gives every name in a query the one spelling that stands for what it refers to, and finds the output columns.

use std::collections::BTreeMap;

use crate::catalogue::QualifiedName;

use super::super::expression::print::identifier;
use super::super::expression::tree::{Alias, Body, Cte, Expr, From, Group, Query, Select, Sort, Window};
use super::super::expression::{Columns, simplify, type_of, walk};
use super::super::names::Names;
use super::super::types::internal_name;
use super::scope::{Item, Scope, alias_of};

pub(in super::super) use super::scope::Output;

/// What is known of the schema that a query runs on.
pub(in super::super) struct Known<'a> {
    /// Names.
    pub names: &'a Names,
    /// The columns of a relation.
    pub columns: &'a dyn Fn(&QualifiedName) -> Option<Vec<Output>>,
}

/// The elements of `WITH` that can be seen, with their columns.
type Ctes = BTreeMap<String, Option<Vec<Output>>>;

/// The query with names resolved, and its output columns where they are known. `renamed` are the names that stand in
/// front of it (`CREATE VIEW v (a, b) AS`).
pub(in super::super) fn resolve(query: Query, known: &Known<'_>, renamed: &[String]) -> (Query, Option<Vec<Output>>) {
    Resolver { known, depth: std::cell::Cell::new(0) }.query(query, &Scope::default(), &Ctes::new(), renamed)
}

/// Recursive queries nested deeper than this have no known columns: each level would be resolved twice.
const RECURSIVE_DEPTH: usize = 6;

struct Resolver<'a> {
    known: &'a Known<'a>,
    /// How deep recursive queries are nested here.
    depth: std::cell::Cell<usize>,
}

impl Resolver<'_> {
    fn query(
        &self,
        mut query: Query,
        outer: &Scope<'_>,
        ctes: &Ctes,
        renamed: &[String],
    ) -> (Query, Option<Vec<Output>>) {
        let mut ctes = ctes.clone();
        query.with = query.with.into_iter().map(|cte| self.cte(cte, query.recursive, outer, &mut ctes)).collect();
        let none = Scope::default();
        let (body, outputs) = match query.body {
            Body::Select(select) => {
                let (select, outputs, sort) = self.select(*select, query.order, outer, &ctes, renamed);
                query.order = sort;
                (Body::Select(Box::new(select)), outputs)
            }
            Body::Values(rows) => {
                let rows: Vec<Vec<_>> = rows
                    .into_iter()
                    .map(|row| row.into_iter().map(|value| self.expr(value, outer, &ctes)).collect())
                    .collect();
                let width = rows.first().map_or(0, Vec::len);
                let outputs = (0..width).map(|at| Output {
                    name: renamed.get(at).cloned().unwrap_or_else(|| format!("column{}", at + 1)),
                    data_type: None,
                });
                (Body::Values(rows), Some(outputs.collect()))
            }
            Body::Compound { left, operator, right } => {
                let (left, outputs) = self.query(*left, outer, &ctes, renamed);
                let (right, _) = self.query(*right, outer, &ctes, &[]);
                query.order = ordinals(query.order, outputs.as_deref());
                let right = without_names(right);
                (Body::Compound { left: Box::new(left), operator, right: Box::new(right) }, outputs)
            }
        };
        query.body = body;
        query.limit = query.limit.map(|limit| without_cast(self.expr(limit, &none, &ctes)));
        query.offset = query.offset.map(|offset| without_cast(self.expr(offset, &none, &ctes)));
        (query, outputs)
    }

    fn cte(&self, cte: Cte, recursive: bool, outer: &Scope<'_>, ctes: &mut Ctes) -> Cte {
        if recursive {
            let columns = if cte.columns.is_empty() {
                self.recursive_columns(&cte, outer, ctes)
            } else {
                Some(cte.columns.iter().map(|name| Output { name: name.clone(), data_type: None }).collect())
            };
            ctes.insert(cte.name.clone(), columns);
        }
        let (query, outputs) = self.query(cte.query, outer, ctes, &[]);
        ctes.insert(cte.name.clone(), rename(outputs, &cte.columns));
        Cte { query, ..cte }
    }

    /// The columns that a recursive query has: those of its first part, in which it does not name itself.
    fn recursive_columns(&self, cte: &Cte, outer: &Scope<'_>, ctes: &Ctes) -> Option<Vec<Output>> {
        let Body::Compound { left, .. } = &cte.query.body else { return None };
        if self.depth.get() >= RECURSIVE_DEPTH {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let (_, outputs) = self.query((**left).clone(), outer, ctes, &[]);
        self.depth.set(self.depth.get() - 1);
        outputs
    }

    fn select(
        &self,
        mut select: Select,
        order: Vec<Sort>,
        outer: &Scope<'_>,
        ctes: &Ctes,
        renamed: &[String],
    ) -> (Select, Option<Vec<Output>>, Vec<Sort>) {
        let mut scope = Scope { items: Vec::new(), outer: Some(outer) };
        let from: Vec<_> = select.from.into_iter().map(|item| self.enter(item, &mut scope, ctes)).collect();
        select.from = from.into_iter().map(|item| self.from(item, &scope, ctes)).collect();
        let types = scope.types();
        let expanded = expand(std::mem::take(&mut select.targets), &select.from, &scope);
        let known = expanded.iter().all(|(value, _)| !matches!(value, Expr::Star(_)));
        let mut outputs = Vec::new();
        for (at, (value, stated)) in expanded.into_iter().enumerate() {
            let own = figure(&value).0;
            let value = self.target(value, &scope, ctes, &types);
            let name = renamed.get(at).filter(|_| known).cloned().or(stated).unwrap_or(own);
            outputs.push(Output { name: name.clone(), data_type: type_of(&value, &types) });
            let implied =
                matches!(&value, Expr::Star(_)) || matches!(&value, Expr::Name(path) if path.last() == Some(&name));
            select.targets.push((value, (!implied).then_some(name)));
        }
        let expr = |value: Expr| self.expr(value, &scope, ctes);
        let named = |value: Expr, over_columns: bool| {
            self.by_output(value, &select.targets, &outputs, over_columns, &scope, ctes)
        };
        select.distinct = select.distinct.map(|on| on.into_iter().map(|value| named(value, true)).collect());
        select.filter = select.filter.map(expr);
        select.group = select.group.into_iter().map(|group| by_group(group, &|value| named(value, false))).collect();
        select.having = select.having.map(expr);
        select.windows =
            select.windows.into_iter().map(|(name, window)| (name, self.window(window, &scope, ctes))).collect();
        let order = order.into_iter().map(|sort| Sort { key: named(sort.key, true), ..sort }).collect();
        without_idle_alias(&mut select);
        (select, known.then_some(outputs), order)
    }

    /// `ORDER BY 1`, `ORDER BY name`, `GROUP BY 1`: what it stands for. A name of an output wins over that of a column
    /// in `ORDER BY`, and loses in `GROUP BY`.
    fn by_output(
        &self,
        value: Expr,
        targets: &[(Expr, Option<String>)],
        outputs: &[Output],
        over_columns: bool,
        scope: &Scope<'_>,
        ctes: &Ctes,
    ) -> Expr {
        if let Expr::Number(number) = &value
            && let Some((target, _)) = number.parse::<usize>().ok().and_then(|at| targets.get(at.checked_sub(1)?))
        {
            return target.clone();
        }
        if let Expr::Name(path) = &value
            && let [name] = path.as_slice()
            && let Some(at) = outputs.iter().position(|output| output.name == *name)
            && (over_columns || !scope.items.iter().any(|item| has(item, name)))
            && let Some((target, _)) = targets.get(at)
        {
            return target.clone();
        }
        self.expr(value, scope, ctes)
    }

    /// A target: the casts of its outermost level say what type the column has, so they stay.
    fn target(&self, value: Expr, scope: &Scope<'_>, ctes: &Ctes, types: &Columns) -> Expr {
        let Expr::Cast(inner, data_type) = value else { return self.expr(value, scope, ctes) };
        let literal = inner.is_literal();
        let plain = self.expr(Expr::Cast(inner.clone(), data_type.clone()), scope, ctes);
        let inner = self.expr(*inner, scope, ctes);
        let own = if literal { None } else { type_of(&inner, types) };
        let implied = match (&plain, literal) {
            (Expr::Number(number), true) => data_type == if number.contains('.') { "numeric" } else { "integer" },
            (Expr::Word(word), true) if word != "NULL" => true,
            (_, true) => data_type == "text",
            _ => own.as_deref() == Some(data_type.as_str()),
        };
        match plain {
            Expr::Cast(..) => plain,
            plain if implied => plain,
            plain if literal => Expr::Cast(Box::new(plain), data_type),
            _ => Expr::Cast(Box::new(inner), data_type),
        }
    }

    fn window(&self, window: Window, scope: &Scope<'_>, ctes: &Ctes) -> Window {
        walk::window(window, &mut |value| self.step(value, scope, ctes))
    }

    /// An expression with names resolved and simplified.
    fn expr(&self, value: Expr, scope: &Scope<'_>, ctes: &Ctes) -> Expr {
        let resolved = walk::map(value, &mut |value| self.step(value, scope, ctes));
        simplify(resolved, self.known.names, &scope.types())
    }

    fn step(&self, value: Expr, scope: &Scope<'_>, ctes: &Ctes) -> Expr {
        let nested = |query: Box<Query>| Box::new(self.query(*query, scope, ctes, &[]).0);
        match value {
            Expr::Name(path) => scope.resolve(&path),
            Expr::Query(query) => Expr::Query(nested(query)),
            Expr::Exists(query) => Expr::Exists(nested(query)),
            Expr::ArrayQuery(query) => Expr::ArrayQuery(nested(query)),
            // `(t).a`, where t is a table of this level, is a column.
            Expr::Field(base, field) => match *base {
                Expr::Star(path) if path.len() == 1 && field == "*" => Expr::Star(path),
                base => Expr::Field(Box::new(base), field),
            },
            other => other,
        }
    }

    /// Makes the element of `FROM` known to the level; queries in it are resolved here, once.
    fn enter(&self, from: From, scope: &mut Scope<'_>, ctes: &Ctes) -> From {
        let Some(own) = alias_of(&from) else {
            return match from {
                From::Join { left, kind, right, on, using } => {
                    let left = Box::new(self.enter(*left, scope, ctes));
                    let right = Box::new(self.enter(*right, scope, ctes));
                    From::Join { left, kind, right, on, using }
                }
                other => other,
            };
        };
        let (from, columns) = match from {
            From::Query { lateral, query, alias } => {
                let (query, columns) = match scope.outer {
                    Some(outer) if !lateral => self.query(*query, outer, ctes, &[]),
                    _ => self.query(*query, scope, ctes, &[]),
                };
                let columns = rename(columns, &column_names(&alias));
                (From::Query { lateral, query: Box::new(query), alias }, columns)
            }
            From::Relation { ref name, ref alias, .. } => {
                let found = match name.as_slice() {
                    [name] if ctes.contains_key(name) => ctes.get(name).cloned().flatten(),
                    path => (self.known.columns)(&self.known.names.relation(path)),
                };
                let columns = rename(found, &column_names(alias));
                (from, columns)
            }
            From::Function { ref calls, alias: ref stated, .. } => {
                let columns = function_columns(calls, stated, &own);
                (from, columns)
            }
            From::Join { .. } => (from, None),
        };
        scope.items.push(Item { alias: own, columns });
        from
    }

    fn from(&self, from: From, scope: &Scope<'_>, ctes: &Ctes) -> From {
        match from {
            From::Relation { name, only, mut alias, sample } => {
                if alias.name.as_ref() == name.last() && alias.columns.is_empty() {
                    alias.name = None;
                }
                let cte = matches!(name.as_slice(), [name] if ctes.contains_key(name));
                let name = if cte { name } else { printed(&self.known.names.relation(&name)) };
                From::Relation { name, only, alias, sample }
            }
            query @ From::Query { .. } => query,
            From::Function { lateral, calls, ordinality, mut alias } => {
                let calls: Vec<_> = calls.into_iter().map(|call| self.expr(call, scope, ctes)).collect();
                let own = alias_of(&From::Function { lateral, calls: calls.clone(), ordinality, alias: alias.clone() });
                let usual = own.as_ref().and_then(|own| usual_columns(&calls, own));
                if usual.is_some_and(|usual| usual == column_names(&alias)) && !ordinality {
                    alias.columns.clear();
                }
                alias.name = own;
                // A function in `FROM` sees the elements before it, with or without the word.
                From::Function { lateral: false, calls, ordinality, alias }
            }
            From::Join { left, kind, right, on, using } => From::Join {
                left: Box::new(self.from(*left, scope, ctes)),
                kind,
                right: Box::new(self.from(*right, scope, ctes)),
                on: on.map(|on| self.expr(on, scope, ctes)),
                using,
            },
        }
    }
}

/// Takes away the alias of the only table of a level where nothing mentions it; the engine makes up other ones.
fn without_idle_alias(select: &mut Select) {
    let [From::Relation { alias, .. }] = select.from.as_mut_slice() else { return };
    let Some(name) = alias.name.clone().filter(|_| alias.columns.is_empty()) else { return };
    let before = std::mem::take(alias);
    let probe = Query::of(Body::Select(Box::new(select.clone())));
    if super::print::print(&probe).contains(&format!("{}.", identifier(&name)))
        && let [From::Relation { alias, .. }] = select.from.as_mut_slice()
    {
        *alias = before;
    }
}

fn has(item: &Item, name: &str) -> bool {
    item.columns.as_ref().is_some_and(|columns| columns.iter().any(|column| column.name == name))
}

fn column_names(alias: &Alias) -> Vec<String> {
    alias.columns.iter().map(|(name, _)| name.clone()).collect()
}

fn rename(outputs: Option<Vec<Output>>, names: &[String]) -> Option<Vec<Output>> {
    let mut outputs = outputs?;
    for (output, name) in outputs.iter_mut().zip(names) {
        output.name.clone_from(name);
    }
    Some(outputs)
}

/// A relation without `public`.
fn printed(name: &QualifiedName) -> Vec<String> {
    if matches!(name.schema.as_str(), "public" | "pg_catalog") {
        vec![name.name.clone()]
    } else {
        vec![name.schema.clone(), name.name.clone()]
    }
}

/// The columns that a function puts out by itself.
fn usual_columns(calls: &[Expr], alias: &str) -> Option<Vec<String>> {
    let [Expr::Call(call)] = calls else { return None };
    let names: &[&str] = match call.name.last()?.as_str() {
        "json_each" | "jsonb_each" | "json_each_text" | "jsonb_each_text" => &["key", "value"],
        "json_array_elements" | "jsonb_array_elements" | "json_array_elements_text" | "jsonb_array_elements_text" => {
            &["value"]
        }
        _ => &[alias],
    };
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

fn function_columns(calls: &[Expr], stated: &Alias, alias: &str) -> Option<Vec<Output>> {
    let output =
        |name: &str, data_type: Option<&String>| Output { name: name.to_owned(), data_type: data_type.cloned() };
    if !stated.columns.is_empty() {
        return Some(stated.columns.iter().map(|(name, data_type)| output(name, data_type.as_ref())).collect());
    }
    let [Expr::Call(call)] = calls else { return None };
    let known = matches!(
        call.name.last()?.as_str(),
        "unnest"
            | "generate_series"
            | "regexp_split_to_table"
            | "string_to_table"
            | "json_each"
            | "jsonb_each"
            | "json_each_text"
            | "jsonb_each_text"
            | "json_array_elements"
            | "jsonb_array_elements"
            | "json_array_elements_text"
            | "jsonb_array_elements_text"
            | "jsonb_object_keys"
            | "json_object_keys"
    );
    if !known {
        return None;
    }
    Some(usual_columns(calls, alias)?.iter().map(|name| output(name, None)).collect())
}

/// Targets with `*` and `t.*` replaced by the columns, where these are known.
fn expand(targets: Vec<(Expr, Option<String>)>, from: &[From], scope: &Scope<'_>) -> Vec<(Expr, Option<String>)> {
    let mut out = Vec::new();
    for (value, name) in targets {
        let columns = match &value {
            Expr::Star(path) => match path.last() {
                None => scope.expand(from),
                Some(alias) => scope
                    .columns_of(alias)
                    .map(|columns| columns.iter().map(|column| (alias.clone(), column.clone())).collect()),
            },
            _ => None,
        };
        match columns {
            Some(columns) => {
                out.extend(columns.into_iter().map(|(alias, column)| (Expr::Name(vec![alias, column.name]), None)));
            }
            None => out.push((value, name)),
        }
    }
    out
}

fn by_group(group: Group, named: &dyn Fn(Expr) -> Expr) -> Group {
    match group {
        Group::By(value) => Group::By(named(value)),
        Group::Sets(kind, inner) => Group::Sets(kind, inner.into_iter().map(|group| by_group(group, named)).collect()),
    }
}

/// In `ORDER BY` of a `UNION` only outputs can stand; the engine prints their positions.
fn ordinals(order: Vec<Sort>, outputs: Option<&[Output]>) -> Vec<Sort> {
    let position = |key: Expr| match &key {
        Expr::Name(path) => {
            let at = outputs.and_then(|outputs| outputs.iter().position(|output| path.last() == Some(&output.name)));
            at.map_or(key.clone(), |at| Expr::Number((at + 1).to_string()))
        }
        _ => key,
    };
    order.into_iter().map(|sort| Sort { key: position(sort.key), ..sort }).collect()
}

/// The right side of a `UNION` without names of outputs, which mean nothing.
fn without_names(mut query: Query) -> Query {
    query.body = match query.body {
        Body::Select(mut select) => {
            select.targets.iter_mut().for_each(|(_, name)| *name = None);
            Body::Select(select)
        }
        Body::Compound { left, operator, right } => {
            Body::Compound { left: Box::new(without_names(*left)), operator, right: Box::new(without_names(*right)) }
        }
        values @ Body::Values(_) => values,
    };
    query
}

fn without_cast(value: Expr) -> Expr {
    match value {
        Expr::Cast(value, data_type) if data_type == "bigint" => *value,
        value => value,
    }
}

/// The name that the engine gives to an output without one (`FigureColname`), and how strongly it means it.
pub(super) fn figure(value: &Expr) -> (String, u8) {
    let strong = |name: &str| (name.to_owned(), 2);
    match value {
        Expr::Name(path) => (path.last().cloned().unwrap_or_default(), 2),
        Expr::Call(call) => (call.name.last().cloned().unwrap_or_default(), 2),
        Expr::Field(_, field) => strong(field),
        Expr::Subscript(base, _) | Expr::Collate(base, _) => figure(base),
        Expr::Cast(inner, data_type) => match figure(inner) {
            (_, 0 | 1) => (internal_name(data_type), 1),
            found => found,
        },
        Expr::Case { otherwise, .. } => match otherwise.as_ref().map(|value| figure(value)) {
            Some((name, strength)) if strength > 0 => (name, strength),
            _ => ("case".to_owned(), 1),
        },
        Expr::Array(_) | Expr::ArrayQuery(_) => strong("array"),
        Expr::Row(_) => strong("row"),
        Expr::Exists(_) => strong("exists"),
        Expr::Query(query) => match &query.body {
            Body::Select(select) => match select.targets.first() {
                Some((_, Some(name))) => strong(name),
                Some((value, None)) => figure(value),
                None => ("?column?".to_owned(), 0),
            },
            _ => strong("column1"),
        },
        Expr::Word(word) if !matches!(word.as_str(), "TRUE" | "FALSE" | "NULL" | "DEFAULT") => {
            strong(&word.split('(').next().unwrap_or(word).to_lowercase())
        }
        _ => ("?column?".to_owned(), 0),
    }
}
