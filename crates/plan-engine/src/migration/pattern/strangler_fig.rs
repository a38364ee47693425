//! Strangler fig: a proxy stands before the old side, and route after route moves to the new one.

use std::collections::BTreeMap;

use super::{Pattern, service};
use crate::Error;
use crate::estimate::model::Activity;
use crate::migration::context::{Context, prior};
use crate::migration::draft::{Anchor, PhaseDraft, StepDraft};
use crate::migration::model::{ApiFinding, Criterion, Holds, Measure, MigrationGate, Note, Work};
use crate::migration::part::routes::{self, Fate};
use crate::migration::part::{probe, rollout, room, routes_report, watch};
use crate::migration::team::Duty;
use crate::migration::time;
use crate::specification::model::{Fact, Kind, Route};

pub(super) struct StranglerFig;

impl Pattern for StranglerFig {
    fn names(&self) -> &'static [&'static str] {
        &["strangler_fig", "strangler"]
    }

    fn summary(&self) -> &'static str {
        "a proxy before the old service, routes moved one by one by flags, the old service drained and deleted"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Service]
    }

    fn phases(&self, context: &Context<'_>) -> Result<Vec<PhaseDraft>, Error> {
        let mut phases = vec![prepare(context), service::deploy(context), intercept(context)];
        phases.extend(rollout::phases(context));
        phases.extend([service::validate(context), service::drain(context)]);
        phases.extend(withdraw(context));
        phases.push(service::decommission(context));
        Ok(phases)
    }
}

fn prepare(context: &Context<'_>) -> PhaseDraft {
    let mut phase = service::prepare(context);
    let none = context.migration.service.as_ref().is_none_or(|it| it.legacy.routes.is_empty());
    if none {
        const MONTH: f64 = 30.0 * 86_400.0;
        let source = &context.migration.source;
        let fact = prior(
            "routes that are used once a month show within 30 days",
            "pattern strangler fig; state `service_details`",
        );
        let gate = MigrationGate {
            criteria: vec![watch::none_of(
                Measure::Failures(format!("requests to {source} that match no route of the inventory")),
                probe::metric(probe::requests(context, &[("route", "unmatched")])),
                MONTH,
                vec![fact.clone()],
            )],
            otherwise: "add the route to the inventory".to_owned(),
        };
        let step = StepDraft::new(
            "inventory",
            format!("Every route of {source} is known"),
            Work::Gate(gate),
            crate::migration::part::consumers::monitoring(),
            time::gate(MONTH, fact.clone()),
            vec![fact, context.pattern_fact()],
        );
        phase.then(step.why("The specification names no routes, and a route that nobody knows is one that breaks."));
    }
    phase
}

/// The proxy takes all traffic and passes it on; then each route learns where it will go.
fn intercept(context: &Context<'_>) -> PhaseDraft {
    let source = &context.migration.source;
    let purpose = format!("All traffic of {source} passes a proxy that can send each route to either side");
    let names: &[&str] = &["intercept", "facade", "proxy", "routing"];
    let mut phase = PhaseDraft::new("intercept", Anchor::Shifts, purpose).also_called(names);
    let who = context.who(Duty::Platform);
    let mut basis = vec![context.pattern_fact(), context.way_fact()];
    basis.extend(room::balancers(context));
    phase.then(
        StepDraft::new(
            "proxy",
            format!("Set up a proxy before {source} that passes everything on"),
            Work::Deployment { what: format!("a proxy{}", balancers(context)) },
            who.clone(),
            time::by_person(&who, Activity::Configure),
            basis,
        )
        .why("It stands beside the way of the requests until it is tried.")
        .changing(context)
        .idle_back("remove the proxy; nothing passes it", time::by_person(&who, Activity::Operate)),
    );
    phase.then(
        StepDraft::new(
            "pass-through",
            format!("Point the address of {source} at the proxy"),
            Work::Traffic { flag: "proxy".to_owned(), from: 0.0, to: 0.0, hold_seconds: 0.0 },
            who.clone(),
            time::by_person(&who, Activity::Operate),
            vec![context.pattern_fact(), context.way_fact()],
        )
        .why("It changes nothing else yet: what goes wrong now is the proxy's doing alone.")
        .felt(context)
        .back(format!("point the address at {source} again"), time::by_person(&who, Activity::Operate)),
    );
    phase.then(transparent(context));
    let (steps, added) = per_route(context);
    phase.then_all(steps);
    if let Some(note) = added {
        phase = phase.note(note);
    }
    phase
}

fn balancers(context: &Context<'_>) -> String {
    let Some(service) = &context.migration.service else { return String::new() };
    let (old, new) = (&service.legacy.infrastructure.load_balancer, &service.new.infrastructure.load_balancer);
    match (old, new) {
        (Some(old), Some(new)) => format!(" between {old} and {new}"),
        (Some(one), None) | (None, Some(one)) => format!(" at {one}"),
        (None, None) => String::new(),
    }
}

/// The proxy costs 5 ms at most, and no errors.
fn transparent(context: &Context<'_>) -> StepDraft {
    let fact = prior("a proxy that passes on may add 5 ms to p99", "default of this program, pattern strangler fig");
    let mut criteria = watch::alerts(context, watch::WATCHED);
    let [through, past] = ["proxy", "direct"].map(|via| probe::answers(context, 0.99, &[("via", via)]));
    let added = Measure::Metric("response_time_p99 through the proxy minus past it, in ms".to_owned());
    let added = watch::none_of(added, probe::metric(format!("{through} - {past}")), watch::WATCHED, vec![fact.clone()]);
    criteria.push(Criterion { holds: Holds::AtMost, bound: 5.0, ..added });
    let mut facts = vec![fact.clone(), context.pattern_fact()];
    facts.extend(criteria.iter().flat_map(|it| it.basis.iter().cloned()));
    facts.dedup();
    StepDraft::new(
        "transparent",
        "Nobody feels the proxy",
        Work::Gate(MigrationGate { criteria, otherwise: "point the address back, and tune the proxy".to_owned() }),
        crate::migration::part::consumers::monitoring(),
        time::gate(watch::WATCHED, fact),
        facts,
    )
    .why("Later the new side is compared with the old one through the same proxy.")
}

/// A step for each route of the old side, and a note on routes that only the new one has.
fn per_route(context: &Context<'_>) -> (Vec<StepDraft>, Option<Note>) {
    let Some(details) = &context.migration.service else { return (Vec::new(), None) };
    let (old, new) = (&details.legacy.routes, &details.new.routes);
    let matching = routes::matched(old, new);
    let findings = routes_report::by_operation(context);
    let mut steps = Vec::new();
    for (at, (route, fate)) in old.iter().zip(&matching.fates).enumerate() {
        let to = match fate {
            Fate::Same => Some(route),
            Fate::Moved(position) => new.get(*position),
            Fate::Gone => None,
        };
        let mut step = match to {
            Some(to) => routed(context, at, route, to, breaks(&findings, route)),
            None => gone(context, at, route),
        };
        let mut keys = vec![routes_report::plain(&routes::name(route))];
        keys.extend(to.map(|it| routes_report::plain(&routes::name(it))));
        keys.dedup();
        for key in keys {
            step = step.notes(findings.get(&key).map(|it| routes_report::notes(context, it)).unwrap_or_default());
        }
        steps.push(step);
    }
    let added: Vec<(usize, &Route)> = matching.added.iter().filter_map(|at| Some((*at, new.get(*at)?))).collect();
    let note = (!added.is_empty()).then(|| {
        let names: Vec<String> = added.iter().map(|(_, route)| routes::name(route)).collect();
        let facts = added.iter().map(|(at, route)| new_fact(context, *at, route)).collect();
        Note::new(
            format!("only the new side has {}: the proxy sends them there from the start", names.join(", ")),
            facts,
        )
    });
    (steps, note)
}

fn old_fact(context: &Context<'_>, at: usize, route: &Route) -> Fact {
    let place = format!("/service_details/legacy_service/endpoints/{at}");
    let load = route.requests_per_second.map(|it| format!(", {it} requests a second")).unwrap_or_default();
    let says = format!("the old side has {}{load}", routes::name(route));
    context.fact(&[&place, "/service_details/legacy_service/endpoints", "/service_details"], says)
}

fn new_fact(context: &Context<'_>, at: usize, route: &Route) -> Fact {
    let place = format!("/service_details/new_service/endpoints/{at}");
    let says = format!("the new side has {}", routes::name(route));
    context.fact(&[&place, "/service_details/new_service/endpoints", "/service_details"], says)
}

/// Whether the report says that the operation of a route breaks old clients.
fn breaks(findings: &BTreeMap<String, Vec<&ApiFinding>>, route: &Route) -> bool {
    let its = findings.get(&routes_report::plain(&routes::name(route)));
    its.is_some_and(|all| all.iter().any(|it| it.severity == findings::Severity::Breaking))
}

fn routed(context: &Context<'_>, at: usize, old: &Route, new: &Route, breaks: bool) -> StepDraft {
    let who = context.who(Duty::Service);
    let (from, to) = (routes::name(old), routes::name(new));
    let position =
        context.migration.service.as_ref().and_then(|it| it.new.routes.iter().position(|route| route == new));
    let mut basis = vec![old_fact(context, at, old)];
    basis.extend(position.map(|at| new_fact(context, at, new)));
    let (title, instruction) = if from == to && breaks {
        let words = format!(
            "{from} breaks old callers on the new side and has no version in its path: let the new side serve both forms, told \
             apart by a header or by what is sent, and measure who uses the old one"
        );
        (format!("Route {from} to either side, in both forms"), words)
    } else if from == to {
        (
            format!("Route {from} to either side"),
            format!("{from} can go to either side by its weight; it is the same on both"),
        )
    } else {
        let words = format!(
            "{from} can go to {to} by its weight: translate path, request and answer so that old callers notice nothing"
        );
        (format!("Route {from} to {to}"), words)
    };
    StepDraft::new(
        format!("route-{from}"),
        title,
        Work::Manual { instruction },
        who.clone(),
        time::by_person(&who, Activity::Configure),
        basis,
    )
    .why("Each route can be sent back alone.")
    .changing(context)
    .idle_back(format!("send {from} to the old side"), time::by_program("a weight that is set back"))
}

fn gone(context: &Context<'_>, at: usize, route: &Route) -> StepDraft {
    let who = context.who(Duty::Service);
    let from = routes::name(route);
    let fact = old_fact(context, at, route);
    let instruction = format!(
        "the new side has nothing for {from}: build it there, or have every caller of it confirm that it may go"
    );
    let says = format!("{from} has no counterpart: it stays on the old side until this is settled");
    StepDraft::new(
        format!("route-{from}"),
        format!("Settle what becomes of {from}"),
        Work::Manual { instruction },
        who.clone(),
        time::by_person(&who, Activity::Build),
        vec![fact.clone()],
    )
    .why("A route without a counterpart breaks its callers at 100 %.")
    .note(Note::new(says, vec![fact]))
}

/// Where what breaks stands under the same path on both sides, the old form goes only once nobody uses it.
fn withdraw(context: &Context<'_>) -> Option<PhaseDraft> {
    let details = context.migration.service.as_ref()?;
    let matching = routes::matched(&details.legacy.routes, &details.new.routes);
    let findings = routes_report::by_operation(context);
    let mut steps = Vec::new();
    for (at, (route, fate)) in details.legacy.routes.iter().zip(&matching.fates).enumerate() {
        let name = routes::name(route);
        let Some(breaks) = findings.get(&routes_report::plain(&name)) else { continue };
        let breaks: Vec<_> = breaks.iter().filter(|it| it.severity == findings::Severity::Breaking).copied().collect();
        let Some(first) = breaks.first().filter(|_| *fate == Fate::Same) else { continue };
        let fact = routes_report::finding_fact(context, first);
        let gate = MigrationGate {
            criteria: vec![watch::none_of(
                Measure::Usage(format!("requests to {name} in the old form")),
                probe::metric(probe::requests(context, &[("route", &name), ("form", "old")])),
                7.0 * 86_400.0,
                vec![fact.clone()],
            )],
            otherwise: format!("keep both forms of {name}; move the callers that are left"),
        };
        steps.push(
            StepDraft::new(
                format!("old-form-{name}"),
                format!("Nobody uses the old form of {name}: take it out of the new side"),
                Work::Gate(gate),
                crate::migration::part::consumers::monitoring(),
                time::gate(7.0 * 86_400.0, prior("a week holds every weekday", "default of this program")),
                vec![old_fact(context, at, route), fact],
            )
            .why("The path has no version, and its new form breaks old callers: the new side serves both forms until then.")
            .notes(routes_report::notes(context, &breaks)),
        );
    }
    if steps.is_empty() {
        return None;
    }
    let mut phase = PhaseDraft::new("withdraw", Anchor::Contracts, "The old forms of the interface are gone");
    phase.then_all(steps);
    Some(phase)
}
