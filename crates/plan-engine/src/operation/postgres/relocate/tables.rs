//! Two tables between which columns move, in SQL.

use super::existing;
use crate::operation::Context;
use crate::operation::policy::zero_value;
use crate::plan::{JoinedColumns, MovedColumn, MovedColumns};
use crate::relocation::{Moved, Relocation};

/// A move with what is needed to write SQL about it.
pub(super) struct Tables<'a> {
    pub(super) relocation: &'a Relocation,
    pub(super) context: &'a Context<'a>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(relocation: &'a Relocation, context: &'a Context<'a>) -> Self {
        Self { relocation, context }
    }

    /// Whether the table that columns come to is there already.
    pub(super) fn is_there(&self) -> bool {
        existing::is_there(self.relocation, self.context)
    }

    /// Whether rows are made there.
    pub(super) fn makes(&self) -> bool {
        existing::makes(self.relocation, self.context)
    }

    /// The name of the index of the keys of rows that were made.
    pub(super) fn index(&self) -> String {
        self.ident(&self.context.workshop.name("made_key", &self.relocation.from, &[&self.relocation.to.name]).name)
    }

    fn ident(&self, name: &str) -> String {
        self.context.writer.ident(name)
    }

    /// The table that columns go from.
    pub(super) fn from(&self) -> String {
        self.context.writer.name(&self.relocation.from)
    }

    /// The table that they come to.
    pub(super) fn to(&self) -> String {
        self.context.writer.name(&self.relocation.to)
    }

    /// `text` for each column, with what stands for it in both tables.
    pub(super) fn each(&self, separator: &str, text: impl Fn(&Moved, String, String) -> String) -> String {
        let one = |it: &Moved| text(it, self.ident(&it.from.name), self.ident(&it.to.name));
        self.relocation.columns.iter().map(one).collect::<Vec<_>>().join(separator)
    }

    /// `text` for each column of the keys, with its names in both tables.
    pub(super) fn each_key(&self, separator: &str, text: impl Fn(String, String) -> String) -> String {
        let keys = self.relocation.keys.iter();
        keys.map(|(to, from)| text(self.ident(from), self.ident(to))).collect::<Vec<_>>().join(separator)
    }

    /// A condition that joins a row of the table that columns go from with one of the table that they come to.
    pub(super) fn joined(&self, from: &str, to: &str) -> String {
        self.each_key(" AND ", |own, other| format!("{to}.{other} = {from}.{own}"))
    }

    /// A condition, never NULL, that holds where two rows have the same values in the columns.
    pub(super) fn same(&self, from: &str, to: &str) -> String {
        let same = self.each(" AND ", |it, own, other| {
            format!("({})", it.equality.of_values(&format!("{from}.{own}"), &format!("{to}.{other}")))
        });
        format!("({same})")
    }

    /// The same, where a value that stands for NULL, since the table refuses that, counts as NULL.
    pub(super) fn alike(&self, from: &str, to: &str) -> String {
        let same = self.each(" AND ", |it, own, other| {
            let own = format!("{from}.{own}");
            let zero = zero_value(&it.to.data_type, self.context.after).filter(|_| it.to.not_null);
            let own = match zero {
                Some(zero) => {
                    let data_type = self.context.writer.data_type(&it.to.data_type);
                    format!(
                        "coalesce({own}, CASE WHEN {to}.{other} IS NOT NULL THEN CAST(({zero}) AS {data_type}) END)"
                    )
                }
                None => own,
            };
            format!("({})", it.equality.of_values(&own, &format!("{to}.{other}")))
        });
        format!("({same})")
    }

    /// A condition that holds where a row of the table that columns go from has a value to move.
    pub(super) fn has_any(&self, from: &str) -> String {
        format!("({})", self.each(" OR ", |_, own, _| format!("{from}.{own} IS NOT NULL")))
    }

    /// What the plan states of it.
    pub(super) fn stated(&self) -> MovedColumns {
        let column = |it: &Moved| MovedColumn {
            from: it.from.name.clone(),
            to: it.to.name.clone(),
            data_type: it.to.data_type.clone(),
            not_null: it.to.not_null,
        };
        let mut equality: Vec<&str> = self.relocation.columns.iter().map(|it| it.equality.in_words()).collect();
        equality.dedup();
        let (from, to) = (&self.relocation.from, &self.relocation.to);
        let policy = match (self.is_there(), self.makes()) {
            (false, _) => format!(
                "a row of {from} that has no value in them needs no row in {to}; one that goes takes its row in {to} along until contract; a row of {to} that belongs to none of {from} stays"
            ),
            (true, true) => format!(
                "a row of {from} that has a value in them and no row in {to} gets one, with nothing but the key and these values, and it stays on the way back; \
                 where a version inserts the row itself, that one takes its place until somebody has written to it; \
                 a value of {from} whose row in {to} is deleted stays where it is, and in the archive once the columns are dropped"
            ),
            (true, false) => format!(
                "every row of {from} has its row in {to}, by the foreign key; a value of {to} without a row in {from} stays there, and is archived on the way back; one of a row that is deleted in {from} stays in {to}"
            ),
        };
        MovedColumns {
            from: from.clone(),
            to: to.clone(),
            columns: self.relocation.columns.iter().map(column).collect(),
            keys: self
                .relocation
                .keys
                .iter()
                .map(|(to, from)| JoinedColumns { from: from.clone(), to: to.clone() })
                .collect(),
            form: "Twin columns in two tables: each version has them in its own, and what one writes the other finds."
                .to_owned(),
            equality: equality.join("; "),
            policy,
            is_there: self.is_there(),
        }
    }
}
