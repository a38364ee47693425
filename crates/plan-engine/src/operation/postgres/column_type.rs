//! A column gets a wider type, in place: the engine changes its catalogue only, and both versions go on
//! (lists measured on PostgreSQL 15).

use schema_diff::catalogue::{Catalogue, ConstraintKind, DataType, ObjectPath, QualifiedName, View};

use super::bracket::around;
use super::common::{alter_column, column, column_edit, table, transaction};
use super::values::Replacement;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Facts, LockMode, Loss};
use crate::row_key::row_key;

/// A column gets a wider type.
pub(super) struct WidenColumn {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column.
    pub(super) column: String,
    /// The wider type.
    pub(super) to: DataType,
}

/// Whether every value of `from` is one of `to`, stored the same way.
pub(super) fn widens(from: &DataType, to: &DataType) -> bool {
    let number =
        |data_type: &DataType, at: usize| data_type.arguments.get(at).and_then(|it| it.trim().parse::<i64>().ok());
    if from.array || to.array {
        return false;
    }
    let precision_grows = || match (number(from, 0), number(to, 0)) {
        (Some(a), Some(b)) => a <= b,
        (Some(_), None) => true,
        _ => false,
    };
    match (from.name.as_str(), to.name.as_str()) {
        ("character varying", "text") => true,
        ("text", "character varying") => to.arguments.is_empty(),
        ("character varying", "character varying") | ("bit varying", "bit varying") => precision_grows(),
        ("numeric", "numeric") => {
            to.arguments.is_empty()
                || (number(from, 1).unwrap_or(0) == number(to, 1).unwrap_or(0)
                    && !from.arguments.is_empty()
                    && precision_grows())
        }
        (a, b) if a == b && (a.starts_with("timestamp") || a.starts_with("time ")) => precision_grows(),
        _ => false,
    }
}

impl WidenColumn {
    fn statement(&self, now: &Catalogue, context: &Context<'_>, to: &DataType, collation: Option<&String>) -> Action {
        let collate = collation.map(|it| format!(" COLLATE {}", context.writer.collation(it))).unwrap_or_default();
        let what = format!("TYPE {}{collate}", context.writer.data_type(to));
        let alter = alter_column(context, &self.table, &self.column, &what);
        let reads = |view: &View| view.query.mentions(&self.column) || view.query.canonical.contains('*');
        transaction(around(now, context, &self.table, reads, vec![alter]))
    }

    /// Values that the narrower type cannot hold, and what stands in their place on the way back.
    fn narrowing(&self, context: &Context<'_>, from: &DataType) -> Option<Replacement> {
        let (before, after) = (context.before.tables.get(&self.table)?, context.after.tables.get(&self.table)?);
        let key = row_key(context.writer.dialect(), after, before).filter(|key| !key.contains(&self.column))?;
        let ident = format!("t.{}", context.writer.ident(&self.column));
        let value = match (from.name.as_str(), from.arguments.first()) {
            ("character varying", Some(length)) => format!("left({ident}::text, {length})"),
            ("numeric", Some(_)) => clamped(&ident, from),
            _ => format!("{ident}::{}", context.writer.data_type(from)),
        };
        Some(Replacement {
            table: self.table.clone(),
            column: self.column.clone(),
            key,
            data_type: self.to.clone(),
            as_text: false,
            condition: format!("{ident}::text IS DISTINCT FROM ({value})::text"),
            value,
        })
    }

    fn refuse_dependents(&self, now: &Catalogue) -> Result<(), Refusal> {
        let path = ObjectPath::Column(self.table.clone(), self.column.clone());
        let table = table(now, &self.table)?;
        let generated = table
            .columns
            .iter()
            .find(|it| it.generated.as_ref().is_some_and(|generated| generated.expression.mentions(&self.column)));
        let trigger = table.triggers.values().find(|it| it.definition.mentions(&self.column));
        let reason = match (generated, trigger) {
            (Some(it), _) => format!("the generated column {} is computed from it", it.name),
            (None, Some(it)) => format!("the trigger {} names it", it.name),
            (None, None) => return Ok(()),
        };
        Err(Refusal::new(
            &path,
            format!("its type cannot change while {reason}"),
            "drop that first, in a migration of its own",
        ))
    }
}

/// The nearest value of `numeric(precision, scale)`.
fn clamped(ident: &str, from: &DataType) -> String {
    let number = |at: usize| from.arguments.get(at).and_then(|it| it.trim().parse::<usize>().ok()).unwrap_or(0);
    let (precision, scale) = (number(0), number(1));
    let whole = "9".repeat(precision.saturating_sub(scale).max(1));
    let largest = if scale == 0 { whole } else { format!("{whole}.{}", "9".repeat(scale)) };
    format!("greatest(least(round({ident}, {scale}), {largest}), -{largest})")
}

impl Operation for WidenColumn {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        self.refuse_dependents(now)?;
        let (name, it) = (&self.table, column(now, &self.table, &self.column)?);
        let path = ObjectPath::Column(name.clone(), self.column.clone());
        let replacement = self.narrowing(context, &it.data_type);
        let mut forward = vec![self.statement(now, context, &self.to, it.collation.as_ref())];
        let mut back = Vec::new();
        if let Some(replacement) = &replacement {
            forward.extend(replacement.put_back(context));
            back.extend(replacement.replace(table(now, name)?, context));
        }
        back.push(self.statement(now, context, &it.data_type, it.collation.as_ref()));
        let from = it.data_type.clone();
        let effect = column_edit(now, name, &self.column, |column| column.data_type = self.to.clone())?;
        let undo = column_edit(now, name, &self.column, |column| column.data_type = from.clone())?;
        let sql_name = context.writer.name(name);
        let facts = Facts::lock(&sql_name, LockMode::AccessExclusive);
        let facts = if self.is_indexed(now) {
            facts.hazard("indexes over the column are checked, and rebuilt where the type demands it")
        } else {
            facts
        };
        let draft = Draft::new(
            "widen_column",
            &path,
            format!("Widen {name}.{} from {from} to {}", self.column, self.to),
            "In place: every old value is a new one and is stored the same way, so nothing is rewritten and the old version goes on.",
        )
        .forward(forward)
        .effect([effect])
        .facts(facts)
        .back(format!("Narrow {name}.{} to {from} again", self.column), back, [undo])
        .back_facts(Facts::lock(&sql_name, LockMode::AccessExclusive).rewriting(&sql_name));
        Ok(vec![match replacement {
            Some(replacement) => draft
                .loss(Loss::Policy(format!("a value of {name}.{} that {from} cannot hold is cut to it; the archive keeps the original", self.column)))
                .archives([replacement.listed(context)]),
            None => draft.loss(Loss::Policy(format!(
                "a value of {name}.{} that {from} cannot hold stops the way back, since the table has no key to archive it by",
                self.column
            ))),
        }])
    }
}

impl WidenColumn {
    fn is_indexed(&self, now: &Catalogue) -> bool {
        now.tables.get(&self.table).is_some_and(|table| {
            let in_key = table.constraints.values().any(|it| {
                !matches!(it.kind, ConstraintKind::ForeignKey(_)) && it.kind.columns().contains(&self.column)
            });
            in_key || !table.indexes.is_empty()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_engine_stores_alike_is_wider() {
        let of = |name: &str, arguments: &[&str]| {
            DataType::with_arguments(name, arguments.iter().map(|it| (*it).to_owned()))
        };
        assert!(widens(&of("character varying", &["20"]), &of("character varying", &["30"])));
        assert!(widens(&of("character varying", &["20"]), &of("text", &[])));
        assert!(widens(&of("numeric", &["10", "2"]), &of("numeric", &["12", "2"])));
        assert!(!widens(&of("numeric", &["10", "2"]), &of("numeric", &["12", "3"])));
        assert!(!widens(&of("integer", &[]), &of("bigint", &[])));
        assert!(!widens(&of("character varying", &["30"]), &of("character varying", &["20"])));
    }
}
