//! Migrations that are deployed together, and taken back together.
//!
//! A schema expands before the new version of an application is deployed, and its journal notes the deployment before
//! traffic follows. It contracts once the old version is removed: from then on no way back of the application brings the old
//! version back onto a schema that it does not know. Each way back crosses the migrations in the opposite order.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::Built;
use super::link::fact;
use crate::migration::draft::Anchor;
use crate::specification::Specification;
use crate::specification::model::{Fact, Kind, Migration};

/// The migrations that are deployed together with the one at `number`, whichever of the two says so.
pub(super) fn together(specification: &Specification, number: usize) -> Vec<(&Migration, Fact)> {
    let Some(migration) = specification.migrations.get(number) else { return Vec::new() };
    let place = |of: &Migration, other: &str| of.together_with.iter().position(|it| it == other);
    let others = specification.migrations.iter().filter(|it| it.id != migration.id);
    others
        .filter_map(|other| {
            let says = format!("{} and {} are deployed together", migration.id, other.id);
            let here = place(migration, &other.id).map(|at| (migration, at));
            let (of, at) = here.or_else(|| place(other, &migration.id).map(|at| (other, at)))?;
            Some((other, fact(specification, of, &format!("/together_with/{at}"), says)))
        })
        .collect()
}

/// Which migrations come after which, by as many steps as it takes.
pub(super) struct Order<'a> {
    by_id: BTreeMap<&'a str, &'a Migration>,
}

impl<'a> Order<'a> {
    pub(super) fn of(specification: &'a Specification) -> Self {
        Self { by_id: specification.migrations.iter().map(|it| (it.id.as_str(), it)).collect() }
    }

    fn is_behind(&self, one: &Migration, other: &Migration) -> bool {
        let (mut waiting, mut seen) = (vec![one.id.as_str()], BTreeSet::new());
        while let Some(id) = waiting.pop() {
            for before in self.by_id.get(id).into_iter().flat_map(|it| &it.after) {
                if *before == other.id {
                    return true;
                }
                if seen.insert(before.as_str()) {
                    waiting.push(before);
                }
            }
        }
        false
    }
}

/// What waits for what when `one` is deployed together with `other`: positions of phases, before and after.
pub(super) fn pair(
    order: &Order<'_>,
    phases: &[Built],
    one: &Migration,
    (other, others): (&Migration, &[(&Migration, Fact)]),
) -> Vec<(usize, usize)> {
    let is_schema = |it: &Migration| it.kind == Kind::Database;
    match (is_schema(one), is_schema(other)) {
        (true, false) => with_application(order, phases, one, (other, others)),
        (false, true) => Vec::new(),
        (schemas, _) => {
            let (one, other) = (Its { phases, of: one }, Its { phases, of: other });
            let ready = if schemas { Anchor::Expands } else { Anchor::Deploys };
            let in_use = if schemas { Anchor::Deploys } else { Anchor::Retires };
            let links = [
                (one.last(|it| it <= ready), other.first(|it| it > ready && it < Anchor::Contracts)),
                // What the old versions need goes once none of them can come back.
                (one.last(|it| it <= in_use), other.first(|it| it >= Anchor::Contracts)),
            ];
            links.into_iter().filter_map(|(before, after)| before.zip(after)).collect()
        }
    }
}

/// The phases of one migration.
struct Its<'a> {
    phases: &'a [Built],
    of: &'a Migration,
}

impl Its<'_> {
    fn first(&self, wanted: impl Fn(Anchor) -> bool) -> Option<usize> {
        self.phases.iter().position(|it| it.phase.migration == self.of.id && wanted(it.anchor))
    }

    fn last(&self, wanted: impl Fn(Anchor) -> bool) -> Option<usize> {
        self.phases.iter().rposition(|it| it.phase.migration == self.of.id && wanted(it.anchor))
    }
}

fn with_application(
    order: &Order<'_>,
    phases: &[Built],
    schema: &Migration,
    (application, others): (&Migration, &[(&Migration, Fact)]),
) -> Vec<(usize, usize)> {
    let (db, app) = (Its { phases, of: schema }, Its { phases, of: application });
    let is_other = |it: &&Migration| it.kind != Kind::Database && it.id != application.id;
    let others = || others.iter().map(|(it, _)| *it).filter(is_other);
    let is = |wanted: Anchor| move |it: Anchor| it == wanted;
    let in_use = |it: Anchor| matches!(it, Anchor::Shifts | Anchor::Retires);
    let mut links = vec![
        // The schema can serve both versions before the new one is deployed.
        (db.last(|it| it <= Anchor::Expands), app.first(is(Anchor::Deploys))),
        // What the old version needs is taken away once the old version is removed, and only then.
        (app.last(|_| true), db.first(is(Anchor::Contracts))),
    ];
    if !others().any(|it| order.is_behind(application, it)) {
        // The deployment of the schema's plan is that of the first application; traffic follows.
        links.push((app.last(is(Anchor::Deploys)), db.first(is(Anchor::Deploys))));
        links.push((db.last(is(Anchor::Deploys)), app.first(in_use)));
    }
    if !others().any(|it| order.is_behind(it, application)) {
        // The database is judged under all traffic, while the last old version can come back.
        links.push((app.last(is(Anchor::Shifts)), db.first(is(Anchor::Retires))));
        links.push((db.last(is(Anchor::Retires)), app.first(|it| it == Anchor::Removes)));
    }
    links.into_iter().filter_map(|(before, after)| before.zip(after)).collect()
}
