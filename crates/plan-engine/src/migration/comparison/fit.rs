//! Why a pattern suits a migration, or does not: by facts of the specification and figures of the plan.

use super::model::{Reason, ReasonSide};
use crate::estimate::Estimate;
use crate::migration::Inputs;
use crate::migration::model::MigrationPlan;
use crate::migration::part::rollout::words;
use crate::migration::part::routes::{self, Fate};
use crate::migration::pattern::Engine;
use crate::plan::Loss;
use crate::specification::Specification;
use crate::specification::model::{Deletes, Fact, Kind, Migration};

/// A reason that excludes the pattern.
pub(super) fn excluded(says: String, basis: Vec<Fact>) -> Reason {
    Reason { side: ReasonSide::Excludes, says, basis }
}

fn against(says: impl Into<String>, basis: Vec<Fact>) -> Reason {
    Reason { side: ReasonSide::Against, says: says.into(), basis }
}

fn in_favour(says: impl Into<String>, basis: Vec<Fact>) -> Reason {
    Reason { side: ReasonSide::For, says: says.into(), basis }
}

/// What speaks for and against the pattern that `plan`, of one migration, follows. `stated`: the author states it.
pub(super) fn reasons(
    specification: &Specification,
    inputs: &Inputs,
    plan: &MigrationPlan,
    stated: bool,
    downtime: Option<&Estimate>,
) -> Vec<Reason> {
    let Some(migration) = specification.migrations.first() else { return Vec::new() };
    let about = About { specification, inputs, migration, stated };
    let mut reasons = about.time(plan, downtime);
    reasons.extend(about.ways_back(plan));
    reasons.extend(match migration.kind {
        Kind::Database => about.data(),
        Kind::Service => about.service(),
        Kind::Infrastructure => about.place(),
    });
    if plan.steps().next().is_none() {
        reasons.push(excluded("nothing that is stated is done by it".to_owned(), about.way()));
    }
    reasons
}

struct About<'a> {
    specification: &'a Specification,
    inputs: &'a Inputs,
    migration: &'a Migration,
    stated: bool,
}

impl About<'_> {
    fn fact(&self, place: &str, says: String) -> Fact {
        self.specification.places.fact(&format!("{}{place}", self.migration.pointer), says)
    }

    fn way(&self) -> Vec<Fact> {
        let says = format!("from {} to {}", self.migration.source, self.migration.target);
        vec![self.fact("/target", says)]
    }

    fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.migration.pattern.as_str())
    }

    /// Downtime and copies against what is allowed.
    fn time(&self, plan: &MigrationPlan, downtime: Option<&Estimate>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let allowed = self.migration.constraints.max_downtime;
        let fact = |seconds: f64| {
            vec![self.fact("/constraints/max_downtime", format!("{} of downtime at most", words(seconds)))]
        };
        if let (Some(down), Some(seconds)) = (downtime, allowed) {
            let [most, nearly] = [0.8, 0.95].map(|share| down.distribution.quantile(share));
            if most > seconds {
                let says = format!("writes stop for {} (P80), and {} are allowed", words(most), words(seconds));
                reasons.push(excluded(says, fact(seconds)));
            } else if nearly > seconds {
                let says = format!(
                    "writes stop for {} in one case of twenty, and {} are allowed",
                    words(nearly),
                    words(seconds)
                );
                reasons.push(against(says, fact(seconds)));
            }
        }
        if let (None, Some(seconds)) = (downtime, allowed) {
            reasons.push(in_favour("writes never stop", fact(seconds)));
        }
        for step in plan.steps() {
            let Some(found) = step.estimate.convergence else { continue };
            if found.never() {
                let says = format!("`{}` never catches up: more is written than is applied", step.title);
                reasons.push(excluded(says, step.basis.clone()));
            } else if found.probability_never > 0.1 {
                let share = found.probability_never * 100.0;
                let says = format!("`{}` may never catch up ({share:.0} %)", step.title);
                reasons.push(against(says, step.basis.clone()));
            }
        }
        reasons
    }

    /// Whether users can be brought back once they are on the new side.
    fn ways_back(&self, plan: &MigrationPlan) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let last = plan.phases.iter().rposition(|it| it.steps.iter().any(|it| it.timing.in_one_go.is_some()));
        let lost = |it: &crate::migration::MigrationPhase| {
            it.steps.iter().any(|it| matches!(it.inverse.loss, Loss::Everything(_)))
        };
        if let Some(phase) = last.and_then(|at| plan.phases.get(at)).filter(|it| lost(it)) {
            let says = "from the first write of the new side on there is no way back";
            let zero = self.migration.constraints.special_requirements.iter().position(|it| it == "zero_data_loss");
            let basis =
                match zero {
                    Some(at) => vec![self.fact(
                        &format!("/constraints/special_requirements/{at}"),
                        "zero_data_loss is required".to_owned(),
                    )],
                    None => phase.point_of_no_return.iter().flat_map(|it| it.basis.iter().take(1).cloned()).collect(),
                };
            reasons.push(against(says, basis));
        }
        let slow = plan.phases.iter().filter_map(|it| it.point_of_no_return.as_ref());
        if let Some(point) = slow.into_iter().find(|it| it.because.starts_with("the way back takes")) {
            reasons.push(against(point.because.clone(), point.basis.clone()));
        }
        reasons
    }

    fn data(&self) -> Vec<Reason> {
        let migration = self.migration;
        let (old, new) = (Engine::of(&migration.source), Engine::of(&migration.target));
        let moves = old.differs(&new) || migration.source.trim() != migration.target.trim() && self.stated;
        let changes = !migration.schema_changes.is_empty()
            || migration.schema.is_some()
            || self.inputs.schema_plans.contains_key(&migration.id);
        let mut reasons = Vec::new();
        let told = migration.data.clone().unwrap_or_default();
        let schema = || {
            let place = if migration.schema.is_some() { "/schema" } else { "/schema_changes" };
            vec![self.fact(place, "the schema changes".to_owned())]
        };
        if self.is(&["schema_change"]) {
            match (changes, moves) {
                (true, _) => reasons.push(in_favour("it changes the schema while both versions run", schema())),
                (false, true) => {
                    reasons.push(against("no change of the schema is stated: it only moves the engine", self.way()));
                }
                (false, false) => reasons.push(excluded(
                    "no change of the schema is stated, and no move of the engine".to_owned(),
                    self.way(),
                )),
            }
        } else if changes && !self.is(&["parallel_schema", "event_sourcing"]) {
            reasons.push(excluded(
                "it moves rows as they are: the schema's changes are a migration of their own".to_owned(),
                schema(),
            ));
        }
        let carries = ["bulk_snapshot", "incremental_sync", "stream", "change_data_capture", "dual_write"];
        if !moves && self.is(&carries) {
            reasons.push(excluded(
                "both sides are the same engine in the same place: no rows move".to_owned(),
                self.way(),
            ));
        }
        if old.is_another_product(&new) && self.is(&["change_data_capture", "schema_change"]) {
            let says = format!(
                "no replication passes from {} to {}: a reader of the log has to be found",
                old.name(),
                new.name()
            );
            reasons.push(against(says, self.way()));
        }
        reasons.extend(self.asks(&told));
        reasons
    }

    /// What a pattern of data asks of the application and of what is stated.
    fn asks(&self, told: &crate::specification::model::Data) -> Vec<Reason> {
        let mut reasons = Vec::new();
        match self.migration.pattern.as_str() {
            "event_sourcing" => match &told.event_store {
                Some(name) => reasons.push(in_favour(
                    format!("events are wanted, in {name}"),
                    vec![self.fact("/data/event_store", format!("events are kept in {name}"))],
                )),
                None if !self.stated => {
                    reasons.push(excluded(
                        "nothing says that events are wanted: state `data.event_store`".to_owned(),
                        self.way(),
                    ));
                }
                None => {}
            },
            "dual_write" => reasons.push(against("every writer is changed to write both sides", self.way())),
            "parallel_schema" => {
                reasons.push(against("a router and the transformation both ways are written", self.way()));
            }
            "stream" if told.connector.is_none() => {
                reasons.push(against("nobody says what reads the log: state `data.connector`", self.way()));
            }
            "stream" => reasons.push(in_favour(
                "a connector is there",
                vec![self.fact("/data/connector", told.connector.clone().unwrap_or_default())],
            )),
            "incremental_sync" => {
                match &told.watermark {
                    Some(column) => reasons.push(in_favour(
                        format!("{column} tells what changed"),
                        vec![self.fact("/data/watermark", format!("deltas go by {column}"))],
                    )),
                    None => {
                        reasons.push(against("nobody says what tells a change: state `data.watermark`", self.way()));
                    }
                }
                if !matches!(told.deletes, Some(Deletes::Never)) {
                    reasons
                        .push(against("deletions leave no watermark: they are logged, or found by keys", self.way()));
                }
            }
            _ => {}
        }
        reasons
    }

    fn service(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let details = self.migration.service.as_ref();
        let old = details.map(|it| it.legacy.routes.as_slice()).unwrap_or_default();
        let new = details.map(|it| it.new.routes.as_slice()).unwrap_or_default();
        let fates = if new.is_empty() { Vec::new() } else { routes::matched(old, new).fates };
        let fact =
            |at: usize, says: String| vec![self.fact(&format!("/service_details/legacy_service/endpoints/{at}"), says)];
        let gone = fates.iter().position(|it| *it == Fate::Gone);
        let moved = fates.iter().filter(|it| matches!(it, Fate::Moved(_))).count();
        match (self.migration.pattern.as_str(), gone) {
            ("strangler_fig", None) if old.is_empty() => {
                reasons.push(against("no routes are stated: the proxy has to find them first", self.way()));
            }
            ("strangler_fig", _) => reasons.push(in_favour(
                format!("{} routes move one by one", old.len()),
                fact(0, "routes of the old side".to_owned()),
            )),
            (_, Some(at)) => {
                let name = old.get(at).map(routes::name).unwrap_or_default();
                reasons.push(excluded(
                    format!("{name} has no counterpart: its callers break once traffic moves"),
                    fact(at, name.clone()),
                ));
            }
            _ => {}
        }
        if moved > 0 && !self.is(&["strangler_fig"]) {
            let says = format!("{moved} routes are called otherwise on the new side: something has to translate them");
            reasons.push(against(says, fact(0, "routes of the old side".to_owned())));
        }
        let writes = old.iter().filter(|it| !matches!(it.method.as_str(), "GET" | "HEAD" | "OPTIONS")).count();
        if writes > 0 && self.is(&["parallel_run"]) {
            let says = format!("{writes} routes act on the world: each needs a stub, or acts twice");
            reasons.push(against(says, fact(0, "routes of the old side".to_owned())));
        }
        if self.is(&["blue_green"]) {
            reasons.push(against("all users move at once: a fault reaches all of them", self.way()));
        }
        let flags = self.migration.flags.len();
        if flags > 0 && !self.is(&["blue_green"]) {
            reasons.push(in_favour(
                format!("{flags} flags move shares of the traffic"),
                vec![self.fact("/feature_flags", "flags are stated".to_owned())],
            ));
        }
        reasons
    }

    fn place(&self) -> Vec<Reason> {
        let [old, new] = [&self.migration.source, &self.migration.target].map(|it| Engine::of(it).place);
        let grounded = |it: Option<&str>| it == Some("on premises");
        let mut reasons = Vec::new();
        if self.is(&["cloud_to_cloud"]) {
            if grounded(old) || grounded(new) {
                reasons.push(excluded("one side is on premises, not in a cloud".to_owned(), self.way()));
            } else if old.is_some() && new.is_some() {
                reasons.push(in_favour("resources have equivalents in the other cloud", self.way()));
            }
        }
        if self.is(&["lift_and_shift"]) && grounded(old) {
            reasons.push(in_favour("machines move as they are", self.way()));
        }
        if self.is(&["re_architecture"]) && !self.stated && self.migration.contexts.is_empty() {
            reasons.push(excluded("no bounded contexts are stated: state `contexts`".to_owned(), self.way()));
        }
        if self.is(&["hybrid"]) && !self.stated && !grounded(old) {
            reasons.push(excluded("nothing stays on premises".to_owned(), self.way()));
        }
        if self.is(&["blue_green"]) {
            reasons.push(against("all moves at once: a fault reaches all of it", self.way()));
        }
        reasons
    }
}
