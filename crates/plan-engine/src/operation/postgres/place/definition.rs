//! Where what is held as its statement goes.

use schema_diff::catalogue::{Definition, DefinitionId, DefinitionKind};
use schema_diff::diff::ChangeKind;

use super::rank::{BUILD, DROP, RELEASE, TIGHTEN, WATCH};
use crate::operation::postgres::definition::SetDefinition;
use crate::operation::{Context, Placed};
use crate::plan::PhaseName::{Contract, Expand};

/// It comes before the new version does. An event trigger would fire for the plan's own steps and comes last; a rule that
/// answers statements in place of the table would answer those of the old version too.
pub(super) fn add_definition(id: &DefinitionId, to: &Definition, context: &Context<'_>) -> Placed {
    let new_table = id.relation.as_ref().is_some_and(|it| !context.before.tables.contains_key(it));
    let operation = SetDefinition { id: id.clone(), to: Some(to.clone()) };
    match id.kind {
        DefinitionKind::EventTrigger => Placed::new(Contract, WATCH, operation),
        DefinitionKind::Rule if to.mentions("instead") => Placed::new(Contract, TIGHTEN, operation),
        DefinitionKind::Publication if refuses_changes(to, context) => Placed::new(Contract, WATCH, operation),
        // A restrictive policy takes rows away.
        DefinitionKind::Policy if is_restrictive(to) && !new_table => Placed::new(Contract, TIGHTEN, operation),
        _ => Placed::new(Expand, BUILD, operation),
    }
}

/// It goes once nobody uses it. Applications do not use event triggers, which go first.
pub(super) fn drop_definition(id: &DefinitionId, old: &Definition) -> Placed {
    let operation = SetDefinition { id: id.clone(), to: None };
    match id.kind {
        DefinitionKind::EventTrigger => Placed::new(Expand, RELEASE, operation),
        DefinitionKind::Policy if is_restrictive(old) => Placed::new(Expand, RELEASE, operation),
        _ => Placed::new(Contract, DROP, operation),
    }
}

fn is_restrictive(policy: &Definition) -> bool {
    policy.statement.canonical.contains(" AS RESTRICTIVE FOR ")
}

/// Whether `UPDATE` and `DELETE` fail with the publication: by what the new schema says, or by the replica identity that
/// a table has until the plan changes it. It comes last then, behind all that writes.
fn refuses_changes(to: &Definition, context: &Context<'_>) -> bool {
    [context.before, context.after].iter().any(|side| !side.refused_by_publication(to).is_empty())
}

/// There is one definition at a time. One that no longer speaks of what goes changes right before that goes.
pub(super) fn alter_definition(id: &DefinitionId, old: &Definition, new: &Definition, context: &Context<'_>) -> Placed {
    let operation = SetDefinition { id: id.clone(), to: Some(new.clone()) };
    let lets_go = context.diff.changes.iter().any(|change| {
        matches!(change.kind, ChangeKind::Dropped(_)) && {
            let name = change.path.name();
            old.mentions(name) && !new.mentions(name)
        }
    });
    match id.kind {
        DefinitionKind::EventTrigger => Placed::new(Contract, WATCH, operation),
        DefinitionKind::Publication if refuses_changes(new, context) => Placed::new(Contract, WATCH, operation),
        _ if lets_go => Placed::new(Contract, DROP, operation),
        _ => Placed::new(Expand, BUILD, operation),
    }
}
