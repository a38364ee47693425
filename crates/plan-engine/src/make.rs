//! Makes a plan.

use schema_diff::Dialect;
use schema_diff::catalogue::{Catalogue, ObjectPath};
use schema_diff::diff::{ChangeKind, Diff, diff};
use schema_diff::read::needs_superuser;
use schema_diff::write::Writer;

use crate::conversion;
use crate::digest::digest_of;
use crate::operation::{self, Context, Draft, Placed, Placement};
use crate::options::unknown_fill;
use crate::plan::{
    Action, Archive, Edit, Facts, Inverse, Loss, Phase, PhaseName, Plan, SCHEMA_VERSION, Side, Step, VersionedViews,
};
use crate::workshop::Workshop;
use crate::{Error, MakeOptions, Refusal};
use crate::{derivation, relocation};

mod bodies;
mod needs_version;
mod refuse_unmodelled;

/// Makes the plan that leads from `before` to `after`.
///
/// # Errors
/// [`Refused`](crate::ErrorKind::Refused) with every change for which there is no way that keeps the promises;
/// [`Input`](crate::ErrorKind::Input) where the two sides have different dialects or a rename does not fit.
pub fn make(before: Side, after: Side, options: &MakeOptions) -> Result<Plan, Error> {
    let dialect = before.catalogue.dialect;
    if after.catalogue.dialect != dialect {
        return Err(Error::input(format!(
            "the sides are {dialect} and {}: give two of one dialect",
            after.catalogue.dialect
        )));
    }
    let difference =
        diff(&before.catalogue, &after.catalogue, &options.renames).map_err(|error| Error::input(error.to_string()))?;
    if let Some(problem) = conversion::misfit(&options.conversions, &difference.changes) {
        return Err(Error::input(problem));
    }
    let renamed = with_new_names(&before.catalogue, &difference);
    if let Some(problem) = unknown_fill(&options.fills, [&renamed, &after.catalogue]) {
        return Err(Error::input(problem));
    }
    let derivations = derivation::find(&options.derives, (&renamed, &after.catalogue), &difference.changes);
    let relocations = relocation::find(&options.moves, &options.joins, (&renamed, &after.catalogue));
    let context = Context {
        before: &renamed,
        after: &after.catalogue,
        diff: &difference,
        writer: Writer::new(dialect),
        workshop: Workshop::new(dialect, &digest_of(&(&before.catalogue, &after.catalogue))?),
        options,
        derivations: derivations.map_err(Error::input)?,
        relocations: relocations.map_err(Error::input)?,
        referrers: operation::referrers(&renamed, &after.catalogue),
    };
    let mut refusals = refuse_unmodelled::check(&context);
    let placement = match operation::place(&context) {
        Ok(placement) => placement,
        Err(more) => {
            refusals.extend(more);
            Placement::default()
        }
    };
    if !refusals.is_empty() {
        return Err(Error::refused(refusals));
    }
    let mut assembly = Assembly { now: before.catalogue.clone(), phases: Vec::new(), archives: Vec::new() };
    assembly.lower(placement.placed, &context).map_err(Error::refused)?;
    assembly.finish(&context, placement.versioned_views.as_ref())?;
    let notes = notes(&context);
    let Assembly { phases, archives, .. } = assembly;
    let mut plan = Plan {
        schema_version: SCHEMA_VERSION.to_owned(),
        digest: String::new(),
        dialect,
        before,
        after,
        changes: difference.changes,
        phases,
        archives,
        conversions: placement.conversions,
        derivations: placement.derivations,
        relocations: placement.relocations,
        versioned_views: placement.versioned_views,
        notes,
    };
    plan.seal()?;
    Ok(plan)
}

/// The schema before, with tables and views under the names that they get first of all.
fn with_new_names(before: &Catalogue, difference: &Diff) -> Catalogue {
    let mut renamed = before.clone();
    for change in &difference.changes {
        if let (ChangeKind::Renamed { from }, ObjectPath::Table(_) | ObjectPath::View(_)) = (&change.kind, &change.path)
        {
            renamed.rename(from, &change.path);
        }
    }
    renamed
}

/// A plan in the making: the catalogue as it is after the steps so far.
struct Assembly {
    now: Catalogue,
    phases: Vec<Phase>,
    archives: Vec<Archive>,
}

impl Assembly {
    fn lower(&mut self, mut placed: Vec<Placed>, context: &Context<'_>) -> Result<(), Vec<Refusal>> {
        placed.sort_by_key(|it| (it.phase, it.rank));
        let mut refusals = Vec::new();
        for it in placed {
            match it.operation.lower(&self.now, context) {
                Ok(drafts) => drafts.into_iter().for_each(|draft| self.add(it.phase, draft, context)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() { Ok(()) } else { Err(refusals) }
    }

    fn add(&mut self, name: PhaseName, mut draft: Draft, context: &Context<'_>) {
        let before = (!self.now.default_privileges.is_empty()).then(|| self.now.clone());
        for edit in &draft.effect {
            edit.apply(&mut self.now);
        }
        if let Some(before) = before {
            operation::take_surplus_privileges(&mut draft, &before, &self.now, context);
        }
        for archive in draft.archives {
            if !self.archives.contains(&archive) {
                self.archives.push(archive);
            }
        }
        let mut inverse = draft.inverse;
        let mut facts = draft.facts;
        if self.now.dialect == Dialect::Postgres {
            note_superuser(&mut facts, &draft.forward);
            note_forced(&mut facts, &self.now, draft.subject.as_ref(), &draft.forward);
            note_forced(&mut inverse.facts, &self.now, draft.subject.as_ref(), &inverse.actions);
            note_superuser(&mut inverse.facts, &inverse.actions);
            facts.needs_version = needs_version::of(&draft.forward);
            inverse.facts.needs_version = needs_version::of(&inverse.actions);
        }
        let phase = self.phase(name);
        let id = format!("{name}-{}", phase.steps.len() + 1);
        phase.steps.push(Step {
            id,
            operation: draft.operation.to_owned(),
            title: draft.title,
            subject: draft.subject,
            why: draft.why,
            facts,
            forward: draft.forward,
            effect: draft.effect,
            inverse,
        });
    }

    /// The phase called `name`, made where it is not there yet.
    fn phase(&mut self, name: PhaseName) -> &mut Phase {
        let at = match self.phases.iter().position(|phase| phase.name >= name) {
            Some(at) if self.phases[at].name == name => at,
            found => {
                let at = found.unwrap_or(self.phases.len());
                self.phases.insert(at, Phase { name, versions: name.versions().to_vec(), steps: Vec::new() });
                at
            }
        };
        &mut self.phases[at]
    }

    /// Frames the steps with what every plan has, and checks that they reach the target.
    fn finish(&mut self, context: &Context<'_>, views: Option<&VersionedViews>) -> Result<(), Error> {
        if !self.phases.is_empty() {
            self.frame(context, views);
        }
        let rest = diff(&self.now, context.after, &[]).map_err(|error| Error::input(error.to_string()))?;
        if !rest.changes.is_empty() {
            let refusals = rest.changes.iter().map(|change| {
                let reason = match &change.kind {
                    ChangeKind::Added(_) => {
                        "is part of the new schema, but no step of this plan makes it as it is there"
                    }
                    ChangeKind::Dropped(_) => "is not part of the new schema, but no step of this plan takes it away",
                    _ => "is another in the new schema, but no step of this plan makes it as it is there",
                };
                Refusal::new(&change.path, reason, "make this change in a migration of its own, then plan the rest")
            });
            return Err(Error::refused(refusals.collect()));
        }
        Ok(())
    }

    /// The workshop in `prepare` where a step uses it, deployment in `cutover`, the gate before `contract`, and `purge`.
    fn frame(&mut self, context: &Context<'_>, views: Option<&VersionedViews>) {
        if let Some(draft) = operation::prepare(context, &self.phases) {
            self.add(PhaseName::Prepare, draft, context);
        }
        if context.options.purge && !self.archives.is_empty() {
            let draft = operation::purge(context, &self.archives);
            self.add(PhaseName::Purge, draft, context);
        }
        let deploy = step_without_sql(
            "deploy",
            "Deploy the new version of the application",
            "Both versions run on the expanded schema; from here on the new one writes.",
            Action::Manual { instruction: deployment(views) },
            "Bring back the old version of the application",
            Action::Manual {
                instruction: "deploy the old version of the application and wait until the new one is gone".to_owned(),
            },
        );
        self.phase(PhaseName::Cutover).steps.push(deploy);
        self.number(PhaseName::Cutover);
        let has_contract = self.phases.iter().any(|phase| phase.name == PhaseName::Contract);
        if has_contract {
            let gone = step_without_sql(
                "old_version_gone",
                "The old version of the application is gone",
                "What follows takes away what the old version needs.",
                Action::Approval {
                    role: "release-manager".to_owned(),
                    reason: "no instance of the old version of the application runs any more".to_owned(),
                },
                "",
                Action::Manual { instruction: String::new() },
            );
            self.phase(PhaseName::Contract).steps.insert(0, gone);
            self.number(PhaseName::Contract);
        }
    }

    fn number(&mut self, name: PhaseName) {
        for (at, step) in self.phase(name).steps.iter_mut().enumerate() {
            step.id = format!("{name}-{}", at + 1);
        }
    }
}

/// Says of a step that not everybody may run it.
fn note_superuser(facts: &mut Facts, actions: &[Action]) {
    let needed = actions.iter().any(|action| match action {
        Action::Sql(sql) => sql.statements.iter().any(|it| needs_superuser(it)),
        _ => false,
    });
    if needed {
        facts.hazards.push("needs a superuser, or a role that may do this on the server at hand".to_owned());
    }
}

/// What to deploy.
fn deployment(views: Option<&VersionedViews>) -> String {
    match views {
        None => "deploy the new version of the application".to_owned(),
        Some(views) => {
            let tables: Vec<String> = views.tables.iter().map(ToString::to_string).collect();
            format!(
                "deploy the new version of the application with {} first in its search_path (SET search_path = {}, public); it names {} without a schema",
                views.schema,
                views.schema,
                tables.join(", ")
            )
        }
    }
}

/// Says of a step that looks at all rows of a table that policies would hide some of them even from the owner.
fn note_forced(facts: &mut Facts, now: &Catalogue, subject: Option<&ObjectPath>, actions: &[Action]) {
    let Some((name, table)) = subject.and_then(ObjectPath::relation).and_then(|it| now.tables.get_key_value(it)) else {
        return;
    };
    let looks = actions.iter().any(|action| matches!(action, Action::Batches(_) | Action::Gate(_)));
    if looks && table.row_security.enabled && table.row_security.forced {
        facts.hazards.push(format!("row security is forced on {name}: run it as a role with BYPASSRLS"));
    }
}

/// What the reader of the plan should know besides its steps.
fn notes(context: &Context<'_>) -> Vec<String> {
    let reordered = context.diff.reordered.iter().map(|table| {
        format!(
            "table {table}: its columns end up in another order than the new schema writes them; name columns in INSERT and SELECT"
        )
    });
    let left_alone = context.diff.unmodelled.both.iter().map(|it| {
        let first = it.text.lines().next().unwrap_or_default().trim();
        format!("not modelled, the same on both sides and left alone: {first}")
    });
    reordered.chain(left_alone).chain(bodies::notes(context)).collect()
}

/// A step in which people act, not the database; an empty `back_title` means that there is nothing to take back.
fn step_without_sql(operation: &str, title: &str, why: &str, action: Action, back_title: &str, back: Action) -> Step {
    Step {
        id: String::new(),
        operation: operation.to_owned(),
        title: title.to_owned(),
        subject: None,
        why: why.to_owned(),
        facts: Facts::default(),
        forward: vec![action],
        effect: Vec::<Edit>::new(),
        inverse: Inverse {
            title: back_title.to_owned(),
            actions: if back_title.is_empty() { Vec::new() } else { vec![back] },
            effect: Vec::new(),
            facts: Facts::default(),
            loss: Loss::Nothing,
        },
    }
}
