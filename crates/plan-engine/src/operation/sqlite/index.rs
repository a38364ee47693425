//! Adds and drops indexes of a table that keeps its shape otherwise.

use schema_diff::catalogue::{Catalogue, Index, Object, ObjectPath, QualifiedName, Table};

use super::facts;
use super::passage::{Direction, Passage, without_triggers};
use super::rebuild::{in_one_transaction, loss};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Sql};

/// Puts index `name` of a table from what `from` has to what `to` has.
pub(super) struct ChangeIndex {
    pub(super) table: QualifiedName,
    pub(super) name: String,
    pub(super) from: Table,
    pub(super) to: Table,
    pub(super) place: &'static str,
}

impl Operation for ChangeIndex {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (old, new) = (self.from.indexes.get(&self.name), self.to.indexes.get(&self.name));
        let path = ObjectPath::Index(self.table.clone(), self.name.clone());
        let edit = |index: Option<&Index>| match index {
            Some(index) => Edit::put(path.clone(), Object::Index(index.clone())),
            None => Edit::remove(path.clone()),
        };
        let there = self.way(now, context, Direction::Forward)?;
        let back = self.way(now, context, Direction::Back)?;
        let (operation, verb, why) = match (old, new) {
            (None, _) => ("add_index", "Create", "It is there when the new version needs it."),
            (_, None) => ("drop_index", "Drop", "Nobody needs it any more, or the new version would violate it."),
            _ => ("change_index", "Replace", "SQLite cannot change an index; it is made anew."),
        };
        let title = |verb: &str| format!("{verb} index {} on {}", self.name, context.writer.name(&self.table));
        let undo = match (old, new) {
            (None, _) => "Drop",
            (_, None) => "Create",
            _ => "Replace",
        };
        Ok(vec![
            Draft::new(operation, &path, title(verb), why)
                .forward(there.actions)
                .effect([edit(new)])
                .facts(facts::scan(&self.table))
                .back(title(undo), back.actions, [edit(old)])
                .back_facts(facts::scan(&self.table))
                .loss(loss(&back.policy))
                .archives(there.archives)
                .archives(back.archives),
        ])
    }
}

/// One way of the step.
struct Way {
    actions: Vec<Action>,
    archives: Vec<crate::plan::Archive>,
    policy: Vec<String>,
}

impl ChangeIndex {
    fn way(&self, now: &Catalogue, context: &Context<'_>, direction: Direction) -> Result<Way, Refusal> {
        let (from, to) = match direction {
            Direction::Forward => (&self.from, &self.to),
            Direction::Back => (&self.to, &self.from),
        };
        let place = [self.place, self.name.as_str()];
        let name = context.writer.name(&self.table);
        let passage = Passage { context, table: &self.table, from, to, direction, place: &place, now };
        let mut work = passage.work(&name)?;
        let touches_rows = !(work.on_source.is_empty() && work.on_target.is_empty());
        let path = ObjectPath::Index(self.table.clone(), self.name.clone());
        let mut statements = std::mem::take(&mut work.make);
        let mut on_rows = std::mem::take(&mut work.on_source);
        on_rows.extend(from.indexes.contains_key(&self.name).then(|| context.writer.drop(&path)));
        on_rows.extend(to.indexes.get(&self.name).map(|it| context.writer.create_index(&self.table, it, false, false)));
        on_rows.append(&mut work.on_target);
        statements.extend(if touches_rows { without_triggers(from, &self.table, context, on_rows) } else { on_rows });
        statements.append(&mut work.on_others);
        statements.append(&mut work.done);
        let sql =
            if touches_rows { in_one_transaction(statements) } else { Action::Sql(Sql::in_transaction(statements)) };
        work.gates.push(sql);
        Ok(Way { actions: work.gates, archives: work.archives, policy: work.policy })
    }
}
