//! Conversions that a user stated: expressions over the row, which functions of the workshop run.
//!
//! Nobody knows beforehand on which values such an expression fails. Where it does there is no value (NULL), as for one
//! that cannot be held: the policy deals with it, and no statement of an application, no backfill and no gate ends in the
//! middle.

use schema_diff::catalogue::{Column, Expression};

use super::group::{Pair, Shape};
use super::sync::search_path;
use crate::conversion::Template;
use crate::operation::Context;

/// What a value may do to an expression: all that comes of values, and nothing that comes of locks or of what is missing.
const FAILURES: &str = "data_exception OR integrity_constraint_violation OR cardinality_violation OR program_limit_exceeded OR plpgsql_error";

impl Pair {
    fn expression(&self, shape: Shape) -> Option<&str> {
        let template = match shape {
            Shape::New => &self.conversion.up,
            Shape::Old => &self.conversion.down,
        };
        match template {
            Template::OverRow(text) => Some(text),
            Template::OverValue(_) => None,
        }
    }

    /// Whether the user stated how values become those of the other shape.
    pub(super) fn is_stated(&self) -> bool {
        self.expression(Shape::New).is_some()
    }

    /// The expression that makes values of the old shape.
    pub(super) fn stated_down(&self) -> &str {
        self.expression(Shape::Old).unwrap_or_default()
    }

    /// What a plan says of values on which what was stated fails; nothing where nothing was.
    pub(super) fn of_failures(&self, context: &Context<'_>) -> String {
        if !self.is_stated() {
            return String::new();
        }
        let others = [Shape::New, Shape::Old].iter().any(|shape| self.looks_at(*shape, context).len() > 1);
        let others = if others {
            "; a change of the other columns that it looks at alone changes neither shape: then the gate before the swap says that they differ"
        } else {
            ""
        };
        format!("; a value on which the stated expression fails counts as one that cannot be held{others}")
    }

    fn function(&self, shape: Shape, context: &Context<'_>) -> String {
        let kind = match shape {
            Shape::New => "up",
            Shape::Old => "down",
        };
        context.workshop.sql(kind, &self.table, &[&self.old.name])
    }

    /// Columns that the expression for `shape` may look at, as the version of the other one knows them: name and type in
    /// SQL, and whether the type is the same on both sides. The column itself comes first.
    fn looks_at(&self, shape: Shape, context: &Context<'_>) -> Vec<(String, String, bool)> {
        let (side, other) = match shape {
            Shape::New => (context.before, context.after),
            Shape::Old => (context.after, context.before),
        };
        let own = self.column(shape.other());
        let text = self.expression(shape).unwrap_or_default().to_lowercase();
        let expression = Expression::new(text.clone(), text);
        let mut columns = vec![(own.name.clone(), context.writer.data_type(&own.data_type), true)];
        let table = |catalogue: &schema_diff::catalogue::Catalogue| catalogue.tables.get(&self.table).cloned();
        let (Some(table), Some(other)) = (table(side), table(other)) else { return columns };
        let named = table.columns.iter().filter(|it| it.name != own.name);
        columns.extend(named.filter(|it| expression.mentions(&it.name.to_lowercase())).filter_map(|it| {
            let same = other.column(&it.name)?.data_type == it.data_type;
            Some((it.name.clone(), context.writer.data_type(&it.data_type), same))
        }));
        columns
    }

    /// A call that makes the value of `shape` of `value`, in a row called `row`.
    pub(super) fn call(&self, shape: Shape, value: &str, row: &str, context: &Context<'_>) -> String {
        let columns = self.looks_at(shape, context);
        let others = columns.iter().skip(1).map(|(name, data_type, same)| {
            let column = format!("{row}.{}", context.writer.ident(name));
            if *same { column } else { format!("{column}::{data_type}") }
        });
        let arguments: Vec<String> = std::iter::once(value.to_owned()).chain(others).collect();
        format!("{}({})", self.function(shape, context), arguments.join(", "))
    }

    /// Statements that make the functions; none where nothing was stated.
    pub(super) fn functions(&self, context: &Context<'_>) -> Vec<String> {
        let make = |shape: Shape| {
            let expression = self.expression(shape)?;
            let columns = self.looks_at(shape, context);
            let types: Vec<&str> = columns.iter().map(|(_, it, _)| it.as_str()).collect();
            let row = columns.iter().enumerate();
            let row = row.map(|(at, (name, ..))| format!("${} AS {}", at + 1, context.writer.ident(name)));
            let body = format!(
                "#variable_conflict use_column\nBEGIN\n  RETURN (SELECT ({expression}) FROM (SELECT {}) AS r);\nEXCEPTION WHEN {FAILURES} THEN\n  RETURN NULL;\nEND",
                row.collect::<Vec<_>>().join(", ")
            );
            Some(format!(
                "CREATE OR REPLACE FUNCTION {}({}) RETURNS {} LANGUAGE plpgsql SET search_path = {} AS {}",
                self.function(shape, context),
                types.join(", "),
                context.writer.data_type(&self.column(shape).data_type),
                search_path(&self.table, context),
                context.writer.literal(&body)
            ))
        };
        [Shape::New, Shape::Old].into_iter().filter_map(make).collect()
    }

    /// Calls of the functions that fail where an expression names what is not there, before a trigger calls them: so
    /// the step fails and not the application's statements. A domain may have no NULL to try with.
    pub(super) fn trials(&self, context: &Context<'_>) -> Vec<String> {
        let domains = || context.before.domains.keys().chain(context.after.domains.keys()).map(ToString::to_string);
        let is_domain = |column: &Column| domains().any(|it| it == column.data_type.name);
        if is_domain(&self.old) || is_domain(&self.new) {
            return Vec::new();
        }
        let call = |shape: Shape| {
            self.expression(shape)?;
            let columns = self.looks_at(shape, context);
            let values: Vec<String> = columns.iter().map(|(_, data_type, _)| format!("NULL::{data_type}")).collect();
            Some(format!("SELECT {}({})", self.function(shape, context), values.join(", ")))
        };
        [Shape::New, Shape::Old].into_iter().filter_map(call).collect()
    }

    /// Statements that drop the functions: types that they take may go.
    pub(super) fn drop_functions(&self, context: &Context<'_>) -> Vec<String> {
        let there = [Shape::New, Shape::Old].into_iter().filter(|shape| self.expression(*shape).is_some());
        there.map(|shape| format!("DROP FUNCTION IF EXISTS {}", self.function(shape, context))).collect()
    }

    /// A condition over `row` for values of the new shape of which the stated way down makes none, though the old version
    /// demands one; none where that cannot be.
    pub(super) fn makes_none(&self, live: Shape, row: &str, context: &Context<'_>) -> Option<String> {
        if !self.is_stated() || !self.old.not_null || !self.new.not_null {
            return None;
        }
        let value = format!("{row}.{}", context.writer.ident(&self.name(Shape::New, live)));
        Some(format!("{value} IS NOT NULL AND {} IS NULL", self.converted(Shape::Old, live, row, context)))
    }
}
