//! A column comes.

use schema_diff::catalogue::{
    Catalogue, Column, Expression, GeneratedStorage, Identity, IdentityMode, Object, ObjectPath, QualifiedName,
};

use super::column_archive::ColumnArchive;
use super::common::{alter_column, owned_sequences, past_every_value, table, transaction};
use super::not_null;
use super::toolkit::in_batches;
use crate::Refusal;
use crate::operation::{Context, Draft, Operation};
use crate::plan::{Action, Edit, Facts, LockMode, Loss};

/// A column comes, in the shape that the phase allows.
pub(super) struct AddColumn {
    /// The table.
    pub(super) table: QualifiedName,
    /// The column as it is to be now.
    pub(super) column: Column,
}

impl Operation for AddColumn {
    fn lower(&self, now: &Catalogue, context: &Context<'_>) -> Result<Vec<Draft>, Refusal> {
        let (name, it) = (&self.table, &self.column);
        let path = ObjectPath::Column(name.clone(), it.name.clone());
        let mut with = table(now, name)?.clone();
        with.columns.push(it.clone());
        let archive = ColumnArchive::new(context, name, &with, it);
        let sequences = owned_sequences(context.after, name, |column| column == it.name);
        let mut effect: Vec<Edit> = sequences.iter().map(|(path, it)| Edit::put(path.clone(), it.clone())).collect();
        effect.push(Edit::put(path.clone(), Object::Column(it.clone())));
        let mut undo = vec![Edit::remove(path.clone())];
        undo.extend(sequences.iter().map(|(path, _)| Edit::remove(path.clone())));
        let mut draft = Draft::new(
            "add_column",
            &path,
            format!("Add column {name}.{} ({})", it.name, it.data_type),
            "The old version does not know it; the new one finds it when it is deployed.",
        )
        .forward(come(context, name, it, &sequences, &archive))
        .effect(effect)
        .facts(facts(context, name, it))
        .back(format!("Take column {name}.{} out again, into the archive", it.name), archive.take_out(), undo)
        .back_facts(archive.facts());
        if it.generated.is_none() {
            draft = draft.archives([archive.listed()]);
        }
        Ok(vec![match archive.loss() {
            Some(loss) => draft.loss(Loss::Policy(loss)),
            None => draft,
        }])
    }
}

/// What adding `column` takes (measured on PostgreSQL 15).
pub(super) fn facts(context: &Context<'_>, name: &QualifiedName, column: &Column) -> Facts {
    let name = context.writer.name(name);
    let facts = Facts::lock(&name, LockMode::AccessExclusive)
        .hazard("sessions that prepared SELECT * must prepare again (cached plan must not change result type)");
    let stored = column.generated.as_ref().is_some_and(|it| it.storage == GeneratedStorage::Stored);
    if column.identity.is_some() || stored {
        return facts.rewriting(&name);
    }
    if column.default.as_ref().is_some_and(is_volatile) { facts.scanning(&name).outside_transaction() } else { facts }
}

/// The actions after which `column` is there, with the values that the archive holds of it.
pub(super) fn come(
    context: &Context<'_>,
    name: &QualifiedName,
    column: &Column,
    sequences: &[(ObjectPath, Object)],
    archive: &ColumnArchive<'_>,
) -> Vec<Action> {
    let volatile = column.default.as_ref().is_some_and(is_volatile);
    let mut actions = vec![transaction(definition(context, name, column, sequences, volatile))];
    if volatile {
        let (sql_name, ident) = (context.writer.name(name), context.writer.ident(&column.name));
        let statement = format!("UPDATE {sql_name} AS t SET {ident} = DEFAULT WHERE {{range}} AND t.{ident} IS NULL");
        let title = format!("give every row of {name} a default of its own in {}", column.name);
        actions.push(in_batches(context, &sql_name, title, &statement, None));
    }
    actions.extend(archive.bring_back());
    if volatile && column.not_null {
        actions.extend(not_null::establish(context, name, &column.name));
    }
    let mut finish = Vec::new();
    if let Some(Identity { mode: IdentityMode::Always, .. }) = column.identity {
        finish.push(alter_column(context, name, &column.name, "SET GENERATED ALWAYS"));
    }
    if column.identity.is_some() || !sequences.is_empty() {
        finish.push(past_every_value(context, name, &column.name));
    }
    if column.generated.is_none() {
        finish.push(archive.forget());
    }
    if !finish.is_empty() {
        actions.push(transaction(finish));
    }
    actions
}

/// Statements that define the column. A volatile default is set apart, since with `ADD COLUMN` it rewrites the table; an
/// identity starts `BY DEFAULT`, since archived values could not be written to it otherwise.
fn definition(
    context: &Context<'_>,
    name: &QualifiedName,
    column: &Column,
    sequences: &[(ObjectPath, Object)],
    volatile: bool,
) -> Vec<String> {
    let writer = context.writer;
    let mut bare = column.clone();
    if volatile {
        bare.default = None;
        bare.not_null = false;
    }
    if let Some(identity) = &mut bare.identity {
        identity.mode = IdentityMode::ByDefault;
    }
    let mut statements: Vec<String> = sequences.iter().flat_map(|(path, it)| writer.create(path, it)).collect();
    statements.push(format!("ALTER TABLE {} ADD COLUMN {}", writer.name(name), writer.column(&bare)));
    if let (true, Some(default)) = (volatile, &column.default) {
        let what = format!("SET DEFAULT {}", writer.default(default));
        statements.push(alter_column(context, name, &column.name, &what));
    }
    for (path, it) in sequences {
        if let (ObjectPath::Sequence(path), Object::Sequence(it)) = (path, it) {
            statements.push(writer.alter_sequence_owner(path, it.owned_by.as_ref()));
        }
    }
    let path = ObjectPath::Column(name.clone(), column.name.clone());
    let object = Object::Column(column.clone());
    statements.extend(writer.settings(&path, &object));
    statements.extend(writer.comments(&path, &object));
    statements.extend(writer.grants(&path, &object));
    statements
}

/// Whether a default must be computed row by row. Every function that is not known to be the same for all rows of a
/// statement counts.
pub(super) fn is_volatile(default: &Expression) -> bool {
    const STEADY: [&str; 16] = [
        "now",
        "current_timestamp",
        "current_date",
        "current_time",
        "localtimestamp",
        "localtime",
        "current_user",
        "session_user",
        "transaction_timestamp",
        "timezone",
        "array",
        "row",
        "coalesce",
        "lower",
        "upper",
        "date_trunc",
    ];
    let text = without_literals(&default.canonical).to_lowercase();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('(') {
        let head = rest[..at].trim_end();
        let start = head.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
        let called = &head[start..];
        let is_type_argument = head
            .rsplit_once("::")
            .is_some_and(|(_, name)| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '.')));
        if !called.is_empty() && !is_type_argument && !STEADY.contains(&called) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// The text without what stands between single quotes.
fn without_literals(text: &str) -> String {
    text.split('\'').step_by(2).collect::<Vec<_>>().join("''")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_volatile_unless_known_to_be_steady() {
        let volatile = |text: &str| is_volatile(&Expression::new(text, text));
        assert!(volatile("nextval('s')") && volatile("gen_random_uuid()") && volatile("(random() * 10)::integer"));
        assert!(!volatile("now()") && !volatile("'a(b)'"));
        assert!(!volatile("0") && !volatile("'x'::character varying(20)") && !volatile("(1 + 2)"));
    }
}
