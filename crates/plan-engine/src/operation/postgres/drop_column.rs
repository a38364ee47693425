//! A column goes, into the archive.

use schema_diff::catalogue::{Catalogue, Object, ObjectPath, QualifiedName};

use super::add_column::come;
use super::column_archive::ColumnArchive;
use super::common::{column, owned_sequences, table};
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Edit, Loss};

/// A column goes.
pub(super) struct DropColumn {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column.
    pub(super) column: String,
}

impl Operation for DropColumn {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, it) = (&self.table, column(now, &self.table, &self.column)?);
        let path = ObjectPath::Column(name.clone(), it.name.clone());
        let archive = ColumnArchive::new(context, name, table(now, name)?, it);
        let sequences = owned_sequences(now, name, |column| column == it.name);
        let mut effect = vec![Edit::remove(path.clone())];
        effect.extend(sequences.iter().map(|(path, _)| Edit::remove(path.clone())));
        let mut undo: Vec<Edit> = sequences.iter().map(|(path, it)| Edit::put(path.clone(), it.clone())).collect();
        undo.push(Edit::put(path.clone(), Object::Column(it.clone())));
        let mut draft = Draft::new(
            "drop_column",
            &path,
            format!("Drop column {name}.{}, kept in the archive", it.name),
            "Only the old version knew it; its values are archived by key until the drop.",
        )
        .forward(archive.take_out())
        .effect(effect)
        .facts(archive.facts())
        .back(
            format!("Bring column {name}.{} back with its values", it.name),
            come(context, name, it, &sequences, &archive),
            undo,
        )
        .back_facts(super::add_column::facts(context, name, it));
        if it.generated.is_none() {
            draft = draft.archives([archive.listed()]);
        }
        Ok(vec![match archive.loss() {
            Some(loss) => draft.loss(Loss::Policy(loss)),
            None => draft,
        }])
    }
}
