//! `NOT NULL`: comes through a validated check, so that the scan takes no lock that blocks writers (manual, ALTER TABLE,
//! `SET NOT NULL`).

use schema_diff::catalogue::{Catalogue, Column, ConstraintKind, IndexKey, ObjectPath, QualifiedName, Table};

use super::common::{alter_column, column, column_edit, table, transaction};
use super::rows::Offenders;
use super::toolkit::{in_batches, quietly};
use super::values::Replacement;
use crate::Refusal;
use crate::operation::policy::zero_value;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Archive, Facts, LockMode, Loss};
use crate::row_key::row_key;
use crate::workshop::own_name;

/// Forwards, back, the archives used and what becomes of rows that do not fit.
type Ways = (Vec<Action>, Vec<Action>, Vec<Archive>, String);

/// A column refuses NULL from now on.
pub(super) struct SetNotNull {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column.
    pub(super) column: String,
}

/// A column accepts NULL from now on.
pub(super) struct DropNotNull {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column.
    pub(super) column: String,
    /// Why, for people.
    pub(super) why: &'static str,
}

/// The actions after which a column without NULLs refuses them.
pub(super) fn establish(context: &Context<'_>, name: &QualifiedName, column: &str) -> Vec<Action> {
    let writer = context.writer;
    let (sql_name, ident) = (writer.name(name), writer.ident(column));
    let check = writer.ident(&own_name(&[column, "not_null"]));
    vec![
        transaction([format!(
            "ALTER TABLE {sql_name} DROP CONSTRAINT IF EXISTS {check}, ADD CONSTRAINT {check} CHECK ({ident} IS NOT NULL) NOT VALID"
        )]),
        transaction([format!("ALTER TABLE {sql_name} VALIDATE CONSTRAINT {check}")]),
        transaction([format!("ALTER TABLE {sql_name} ALTER COLUMN {ident} SET NOT NULL, DROP CONSTRAINT {check}")]),
    ]
}

/// What [`establish`] takes.
pub(super) fn facts(context: &Context<'_>, name: &QualifiedName) -> Facts {
    let name = context.writer.name(name);
    Facts::lock(&name, LockMode::AccessExclusive).scanning(&name)
}

fn null_rows(context: &Context<'_>, name: &QualifiedName, column: &str) -> Offenders {
    Offenders {
        table: name.clone(),
        what: column.to_owned(),
        condition: format!("t.{} IS NULL", context.writer.ident(column)),
        reason: format!("has NULL in {column}"),
    }
}

/// How NULLs are dealt with where a column comes to refuse them.
enum Policy {
    /// They get a value, and the originals are archived.
    Replace(Replacement),
    /// They get a value; there is nothing to archive, since the column is new.
    Fill(String),
    /// Their rows are set aside.
    SetAside(Offenders),
}

fn replacement(context: &Context<'_>, name: &QualifiedName, it: &Column, value: &str) -> Option<Replacement> {
    let (before, after) = (context.before.tables.get(name)?, context.after.tables.get(name)?);
    let key = row_key(context.writer.dialect(), after, before).filter(|key| !key.contains(&it.name))?;
    Some(Replacement {
        table: name.clone(),
        column: it.name.clone(),
        key,
        data_type: it.data_type.clone(),
        as_text: false,
        misfit: false,
        condition: format!("t.{} IS NULL", context.writer.ident(&it.name)),
        value: value.to_owned(),
    })
}

/// Whether a key, a foreign key, a check or a unique index of `table` looks at `column`: then no value can be made up.
fn constrained(table: &Table, column: &str) -> bool {
    let in_constraint = table.constraints.values().any(|constraint| match &constraint.kind {
        ConstraintKind::Check(check) => check.expression.mentions(column),
        ConstraintKind::Exclusion(exclusion) => exclusion.elements.iter().any(|it| it.expression.mentions(column)),
        other => other.columns().iter().any(|it| it == column),
    });
    let in_index = table.indexes.values().filter(|index| index.unique).any(|index| {
        index.elements.iter().any(|element| match &element.key {
            IndexKey::Column(name) => name == column,
            IndexKey::Expression(it) => it.mentions(column),
        })
    });
    in_constraint || in_index
}

impl Operation for SetNotNull {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, it) = (&self.table, column(now, &self.table, &self.column)?);
        let path = ObjectPath::Column(name.clone(), it.name.clone());
        let mut draft = Draft::new(
            "set_not_null",
            &path,
            format!("{name}.{} refuses NULL", it.name),
            "Old writers may have written NULL until they were gone; the check is validated without blocking writers.",
        );
        let mut back = vec![transaction([format!(
            "{}, DROP CONSTRAINT IF EXISTS {}",
            alter_column(context, name, &it.name, "DROP NOT NULL"),
            context.writer.ident(&own_name(&[&it.name, "not_null"]))
        )])];
        let mut before = Vec::new();
        match self.policy(now, it, context) {
            Policy::Replace(replacement) => {
                before = replacement.replace(table(now, name)?, context);
                back.extend(replacement.put_back(context));
                draft = draft.archives([replacement.listed(context)]);
            }
            Policy::Fill(value) => before.push(fill(context, name, &it.name, &value)),
            Policy::SetAside(offenders) => {
                let mut gate = offenders.gate(now, context);
                if let Some(value) = self.value_for_new_column(context) {
                    let sql_name = context.writer.name(name);
                    let statement = format!(
                        "UPDATE {sql_name} SET {ident} = {value} WHERE {ident} IS NULL{}",
                        unfollowed(context, name, &it.name),
                        ident = context.writer.ident(&it.name)
                    );
                    // A trigger that notes when a row was written has nothing to note here.
                    let noted = !table(now, name)?.triggers.is_empty();
                    gate.remedy = vec![if noted { quietly(context, &sql_name, &statement, None) } else { statement }];
                    gate.help = format!(
                        "give every row a value, state one with --fill {}.{}=…, or run the remedy",
                        name.name, it.name
                    );
                }
                before.push(Action::Gate(gate));
                back.push(transaction(offenders.put_back(now, context)));
                draft = draft.archives(offenders.listed(now, context));
            }
        }
        let effect = column_edit(now, name, &it.name, |column| column.not_null = true)?;
        let undo = column_edit(now, name, &it.name, |column| column.not_null = false)?;
        let brief = Facts::lock(context.writer.name(name), LockMode::AccessExclusive);
        let mut establish = establish(context, name, &it.name).into_iter();
        let mut forward = before.clone();
        forward.extend(establish.next());
        // A NULL written before the check kept it out would stop the validation.
        forward.extend(before);
        forward.extend(establish);
        Ok(vec![
            draft
                .forward(forward)
                .effect([effect])
                .facts(facts(context, name))
                .back(format!("{name}.{} accepts NULL again", it.name), back, [undo])
                .back_facts(brief),
        ])
    }
}

impl SetNotNull {
    fn is_new(&self, context: &Context<'_>) -> bool {
        context.before.tables.get(&self.table).is_none_or(|table| table.column(&self.column).is_none())
    }

    fn policy(&self, now: &Catalogue, it: &Column, context: &Context<'_>) -> Policy {
        let after = context.after.tables.get(&self.table).and_then(|table| table.column(&self.column));
        let default = after.and_then(|column| column.default.as_ref()).map(|default| default.text.as_str());
        let stated = context.fill(&self.table, &self.column);
        if let Some(value) = stated.or(default) {
            if self.is_new(context) {
                return Policy::Fill(value.to_owned());
            }
            if let Some(replacement) = replacement(context, &self.table, it, value) {
                return Policy::Replace(replacement);
            }
        }
        let _ = now;
        Policy::SetAside(null_rows(context, &self.table, &self.column))
    }

    /// A new column has nothing to lose: where nothing constrains it, the remedy gives it its type's zero value.
    fn value_for_new_column(&self, context: &Context<'_>) -> Option<String> {
        let table = context.after.tables.get(&self.table)?;
        let column = table.column(&self.column)?;
        if !self.is_new(context) || constrained(table, &self.column) {
            return None;
        }
        zero_value(&column.data_type, context.after)
    }
}

/// A condition that always holds, by which the columns that `column` is derived from do not follow what is written to it.
fn unfollowed(context: &Context<'_>, name: &QualifiedName, column: &str) -> &'static str {
    let derived = context.derivations.iter().any(|it| it.has(name, column));
    if derived || context.relocations.iter().any(|it| it.has(name, column)) {
        " AND set_config('migration_architect.backfill', 'on', true) = 'on'"
    } else {
        ""
    }
}

fn fill(context: &Context<'_>, name: &QualifiedName, column: &str, value: &str) -> Action {
    let (sql_name, ident) = (context.writer.name(name), context.writer.ident(column));
    let unfollowed = unfollowed(context, name, column);
    let statement =
        format!("UPDATE {sql_name} AS t SET {ident} = {value} WHERE {{range}} AND t.{ident} IS NULL{unfollowed}");
    in_batches(context, &sql_name, format!("fill {name}.{column} where it is NULL"), &statement, None)
}

impl Operation for DropNotNull {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, it) = (&self.table, column(now, &self.table, &self.column)?);
        let path = ObjectPath::Column(name.clone(), it.name.clone());
        let mut forward = vec![transaction([alter_column(context, name, &it.name, "DROP NOT NULL")])];
        let (mut back, again, archives, policy) = self.way_back(now, it, context)?;
        forward.extend(again);
        back.extend(establish(context, name, &it.name));
        let effect = column_edit(now, name, &it.name, |column| column.not_null = false)?;
        let undo = column_edit(now, name, &it.name, |column| column.not_null = true)?;
        Ok(vec![
            Draft::new("drop_not_null", &path, format!("{name}.{} accepts NULL", it.name), self.why)
                .forward(forward)
                .effect([effect])
                .facts(Facts::lock(context.writer.name(name), LockMode::AccessExclusive))
                .back(format!("{name}.{} refuses NULL again", it.name), back, [undo])
                .back_facts(facts(context, name))
                .loss(Loss::Policy(policy))
                .archives(archives),
        ])
    }
}

impl DropNotNull {
    /// What is done with NULLs before the column refuses them again; what a later run forwards does about it; where they
    /// go; and all that in words.
    fn way_back(&self, now: &Catalogue, it: &Column, context: &Context<'_>) -> Result<Ways, Refusal> {
        let name = &self.table;
        let old = column(context.before, name, &it.name)?;
        let zero = || {
            let table = context.before.tables.get(name)?;
            if constrained(table, &it.name) { None } else { zero_value(&it.data_type, context.before) }
        };
        let default = old.default.as_ref().map(|default| default.text.clone());
        let value = context.fill(name, &it.name).map(str::to_owned).or(default).or_else(zero);
        if let Some(value) = value
            && let Some(replacement) = replacement(context, name, it, &value)
        {
            let policy = format!("NULLs written to {name}.{} become {value}; the archive knows which", it.name);
            let replace = replacement.replace(table(now, name)?, context);
            return Ok((replace, replacement.put_back(context), vec![replacement.listed(context)], policy));
        }
        let offenders = null_rows(context, name, &it.name);
        let policy = format!("rows with NULL in {name}.{} are set aside in {}", it.name, offenders.archive(context));
        let again = vec![transaction(offenders.put_back(now, context))];
        Ok((vec![transaction(offenders.set_aside(now, context))], again, offenders.listed(now, context), policy))
    }
}
