//! What a plan says where rows come or go by logical replication, which knows columns by their names and passes triggers
//! by (manual, Logical Replication: Architecture; `session_replication_role`).

use schema_diff::catalogue::{Catalogue, Definition, DefinitionId, DefinitionKind, QualifiedName};

use super::group::{Group, Shape};
use crate::operation::Context;

fn all(catalogue: &Catalogue, kind: DefinitionKind) -> impl Iterator<Item = (&DefinitionId, &Definition)> {
    catalogue.definitions.iter().filter(move |(id, _)| id.kind == kind)
}

/// Whether a publication sends every column of `table`, those that come included: none that lists columns does.
fn sends(publication: &Definition, table: &QualifiedName, context: &Context<'_>) -> bool {
    let text = &publication.statement.text;
    let upper = text.to_ascii_uppercase();
    if upper.contains(" FOR ALL TABLES") {
        return true;
    }
    if upper.contains("TABLES IN SCHEMA ") && publication.mentions(&table.schema) {
        return true;
    }
    let name = context.writer.ident(&table.name);
    publication.mentions(&table.name) && !text.contains(&format!("{name} (")) && !text.contains(&format!("{name}("))
}

fn senders<'a>(table: &'a QualifiedName, context: &'a Context<'_>) -> impl Iterator<Item = &'a str> {
    let publications = all(context.before, DefinitionKind::Publication);
    publications.filter(move |(_, it)| sends(it, table, context)).map(|(id, _)| id.name.as_str())
}

/// What subscribers need before the twin comes, and which rows its trigger does not see.
pub(super) fn as_the_twin_comes(group: &Group, context: &Context<'_>) -> Vec<String> {
    let mut hazards = Vec::new();
    for table in group.tables() {
        let twins = group.of(table).map(|pair| {
            let name = context.writer.ident(&pair.name(Shape::New, Shape::Old));
            format!("{name} {}", context.writer.data_type(&pair.new.data_type))
        });
        let twins = twins.collect::<Vec<_>>().join(", ");
        hazards.extend(senders(table, context).map(|publication| {
            format!(
                "publication {publication} sends {table}: its subscribers need {twins} in their table before this step, without NOT NULL and without a trigger of their own, or they stop at the first row that changes"
            )
        }));
        hazards.extend(all(context.before, DefinitionKind::Subscription).map(|(id, _)| {
            format!(
                "rows of {table} that subscription {} writes pass the trigger by, as those of a session with session_replication_role = replica do: run the backfill again before the swap, whose gate counts them",
                id.name
            )
        }));
    }
    hazards
}

/// What subscribers need before the other shape takes the name.
pub(super) fn as_the_shapes_change_places(group: &Group, context: &Context<'_>) -> Vec<String> {
    let mut hazards = Vec::new();
    for pair in group.pairs.iter().filter(|pair| pair.same_name()) {
        hazards.extend(senders(&pair.table, context).map(|publication| {
            format!(
                "publication {publication} sends {}.{} as {} after this step, and as {} before it: let the subscribers' column take both until then, for example as text",
                pair.table, pair.new.name, pair.new.data_type, pair.old.data_type
            )
        }));
    }
    hazards
}
