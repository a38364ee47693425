//! A column gets a wider type, in place: the engine changes its catalogue only, and both versions go on
//! (which types, `conversion::in_place` knows).

use schema_diff::catalogue::{
    Catalogue, ColumnSettings, ConstraintKind, DataType, IndexElement, IndexKey, Object, ObjectPath, QualifiedName,
    View, ViewColumn,
};

use super::bracket::{around, readers};
use super::carried::Carried;
use super::common::{alter_column, column, column_edit, table, transaction};
use super::toolkit::{functions_read_anew, has_triggers};
use super::twin::swap::RETURNS_IT;
use super::values::Replacement;
use crate::Refusal;
use crate::conversion::{Conversion, Holds, infer};
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode, Loss};
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

impl WidenColumn {
    fn statement(
        &self,
        now: &Catalogue,
        context: &Context<'_>,
        (to, collation): (&DataType, Option<&String>),
        first: Vec<String>,
    ) -> Action {
        let collate = collation.map(|it| format!(" COLLATE {}", context.writer.collation(it))).unwrap_or_default();
        let what = format!("TYPE {}{collate}", context.writer.data_type(to));
        let alter = alter_column(context, &self.table, &self.column, &what);
        let reads = |view: &View| view.query.mentions(&self.column) || view.query.canonical.contains('*');
        let anew = has_triggers(context, now, &self.table)
            .then(|| functions_read_anew(context, &context.writer.name(&self.table)));
        let statements = first.into_iter().chain([alter]).chain(anew).collect();
        let statements = around(now, context, &self.table, reads, statements);
        let carried = Carried::of(now, &self.table, &self.column);
        let drops = carried.drops(context);
        let puts = if *to == self.to { carried.reworded(context) } else { Vec::new() };
        transaction([drops, statements, carried.with(puts).creates(context)].concat())
    }

    /// What was written since the values were replaced: nobody writes any more, and the engine would cut it silently.
    fn replace_the_rest(
        &self,
        replacement: &Replacement,
        now: &Catalogue,
        context: &Context<'_>,
    ) -> Result<Vec<String>, Refusal> {
        let mut statements = vec![format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", context.writer.name(&self.table))];
        statements.extend(replacement.statements(table(now, &self.table)?, context));
        // A table whose triggers still wait cannot be altered.
        statements.push("SET CONSTRAINTS ALL IMMEDIATE".to_owned());
        Ok(statements)
    }

    /// Values that the narrower type cannot hold, and what stands in their place on the way back.
    fn narrowing(&self, context: &Context<'_>, from: &DataType) -> Option<Replacement> {
        if self.holds_all(context) {
            return None;
        }
        let (before, after) = (context.before.tables.get(&self.table)?, context.after.tables.get(&self.table)?);
        let key = row_key(context.writer.dialect(), after, before).filter(|key| !key.contains(&self.column))?;
        let ident = format!("t.{}", context.writer.ident(&self.column));
        let (value, condition) = if let Some(conversion) = self.conversion(context) {
            (conversion.down.of(&ident), conversion.lost_down(&ident)?)
        } else {
            let value = format!("{ident}::{}", context.writer.data_type(from));
            let condition = format!("{ident}::text IS DISTINCT FROM ({value})::text");
            (value, condition)
        };
        Some(Replacement {
            table: self.table.clone(),
            column: self.column.clone(),
            key,
            data_type: self.to.clone(),
            as_text: false,
            misfit: false,
            condition,
            value,
        })
    }

    fn conversion(&self, context: &Context<'_>) -> Option<Conversion> {
        let column = |catalogue: &'_ Catalogue| catalogue.tables.get(&self.table)?.column(&self.column).cloned();
        let (old, new) = (column(context.before)?, column(context.after)?);
        infer((&old, context.before), (&new, context.after)).ok()
    }

    /// Whether the narrower type holds every value of the wider one.
    fn holds_all(&self, context: &Context<'_>) -> bool {
        self.conversion(context).is_some_and(|it| it.down_holds == Holds::All)
    }

    fn refuse_dependents(&self, now: &Catalogue, context: &Context<'_>) -> Result<(), Refusal> {
        let path = ObjectPath::Column(self.table.clone(), self.column.clone());
        let table = table(now, &self.table)?;
        let generated = table
            .columns
            .iter()
            .find(|it| it.generated.as_ref().is_some_and(|generated| generated.expression.mentions(&self.column)));
        let carried = Carried::of(now, &self.table, &self.column);
        let reason = match (generated, carried.unforeseeable(&self.column, context)) {
            (Some(it), _) => {
                format!("its type cannot change while the generated column {} is computed from it", it.name)
            }
            (None, Some(other)) => format!("its type cannot change while {other} casts it and changes too"),
            (None, None) => return Ok(()),
        };
        Err(Refusal::new(&path, reason, "change that first, in a migration of its own"))
    }
}

impl Operation for WidenColumn {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        self.refuse_dependents(now, context)?;
        let (name, it) = (&self.table, column(now, &self.table, &self.column)?);
        let path = ObjectPath::Column(name.clone(), self.column.clone());
        let replacement = self.narrowing(context, &it.data_type);
        let mut forward = vec![self.statement(now, context, (&self.to, it.collation.as_ref()), Vec::new())];
        let (mut back, mut rest) = (Vec::new(), Vec::new());
        if let Some(replacement) = &replacement {
            forward.extend(replacement.put_back(context));
            back.extend(replacement.replace(table(now, name)?, context));
            rest = self.replace_the_rest(replacement, now, context)?;
        }
        back.push(self.statement(now, context, (&it.data_type, it.collation.as_ref()), rest));
        // With the type, storage and compression become the type's own.
        let kept = ColumnSettings { storage: None, compression: None, ..it.settings.clone() };
        if kept != it.settings {
            let again = |data_type| {
                let column = (self.column.as_str(), data_type);
                transaction(context.writer.column_settings(name, column, &kept, &it.settings))
            };
            forward.push(again(&self.to));
            back.push(again(&it.data_type));
        }
        let from = it.data_type.clone();
        let mut effect = vec![column_edit(now, name, &self.column, |column| column.data_type = self.to.clone())?];
        let mut undo = vec![column_edit(now, name, &self.column, |column| column.data_type = from.clone())?];
        let (there, back_again) = self.retyped_views(now, context);
        effect.extend(there);
        undo.extend(back_again);
        let carried = Carried::of(now, name, &self.column);
        for (path, object) in carried.reworded(context) {
            undo.extend(now.get(&path).map(|it| Edit::put(path.clone(), it)));
            effect.push(Edit::put(path, object));
        }
        let sql_name = context.writer.name(name);
        let facts = Facts::lock(&sql_name, LockMode::AccessExclusive);
        let facts = self.hazards(now).into_iter().fold(carried.facts(context, facts), Facts::hazard);
        let draft = Draft::new(
            "widen_column",
            &path,
            format!("Widen {name}.{} from {from} to {}", self.column, self.to),
            "In place: every old value is a new one and is stored the same way, so nothing is rewritten and the old version goes on.",
        )
        .forward(forward)
        .effect(effect)
        .facts(facts)
        .back(format!("Narrow {name}.{} to {from} again", self.column), back, undo)
        .back_facts(carried.facts(context, Facts::lock(&sql_name, LockMode::AccessExclusive)).rewriting(&sql_name));
        Ok(vec![match replacement {
            Some(replacement) => draft
                .loss(Loss::Policy(format!("a value of {name}.{} that {from} cannot hold is cut to it; the archive keeps the original", self.column)))
                .archives([replacement.listed(context)]),
            None if self.holds_all(context) => draft,
            None => draft.loss(Loss::Policy(format!(
                "a value of {name}.{} that {from} cannot hold stops the way back, since the table has no key to archive it by",
                self.column
            ))),
        }])
    }
}

impl WidenColumn {
    /// Views whose columns get the wider type with the column, and as they were.
    fn retyped_views(&self, now: &Catalogue, context: &Context<'_>) -> (Vec<Edit>, Vec<Edit>) {
        let from = now.tables.get(&self.table).and_then(|it| it.column(&self.column)).map(|it| it.data_type.clone());
        let to = Some(self.to.clone());
        let (mut there, mut back) = (Vec::new(), Vec::new());
        for (name, view) in now.tree(&self.table).iter().flat_map(|it| readers(now, it)) {
            let mut wider = view.clone();
            let in_the_end = context.after.views.get(name).and_then(|it| it.columns.as_ref());
            let becomes = |it: &ViewColumn| {
                in_the_end.into_iter().flatten().any(|other| other.name == it.name && other.data_type == to)
            };
            let mut shown: Vec<&mut ViewColumn> =
                wider.columns.iter_mut().flatten().filter(|it| it.data_type == from && becomes(it)).collect();
            // Of several columns that get the type, the one of the name is meant.
            if shown.iter().any(|it| it.name == self.column) {
                shown.retain(|it| it.name == self.column);
            }
            for it in shown {
                it.data_type.clone_from(&to);
            }
            let path = ObjectPath::View(name.clone());
            if wider != *view && !there.iter().any(|it: &Edit| it.path == path) {
                there.push(Edit::put(path.clone(), Object::View(wider)));
                back.push(Edit::put(path, Object::View(view.clone())));
            }
        }
        (there, back)
    }

    /// What the engine does under the lock besides changing its catalogue.
    fn hazards(&self, now: &Catalogue) -> Vec<String> {
        let Some(table) = now.tables.get(&self.table) else { return Vec::new() };
        let rebuilt = table.indexes.values().filter(|index| {
            let by_expression = |element: &IndexElement| match &element.key {
                IndexKey::Expression(expression) => expression.mentions(&self.column),
                IndexKey::Column(_) => false,
            };
            index.predicate.as_ref().is_some_and(|it| it.mentions(&self.column))
                || index.elements.iter().any(by_expression)
        });
        let rebuilt =
            rebuilt.map(|it| format!("index {} is rebuilt: its expression or predicate names the column", it.name));
        let checked = table.constraints.values().filter(|it| match &it.kind {
            ConstraintKind::Check(check) => check.expression.mentions(&self.column),
            _ => false,
        });
        let checked = checked.map(|it| format!("check {} is evaluated for every row again", it.name));
        rebuilt.chain(checked).chain([RETURNS_IT.to_owned()]).collect()
    }
}
