//! What stands before both sides, at every moment of the plan: who gets which requests.

mod argo;
mod gateway;
mod haproxy;
mod kubernetes;
mod nginx;
mod path;
mod proxy;

pub(super) use argo::ArgoRollouts;
pub(super) use gateway::GatewayApi;
pub(super) use haproxy::Haproxy;
pub(super) use nginx::Nginx;

use plan_engine::migration::{MigrationPhase, route_moves};
use plan_engine::specification::model::{Migration, Route, TrafficSystem};

use super::ArtefactDirection::{self, Back, Forward};
use super::scene::{Scene, percent, safe};
use super::sink::Sink;

/// Where requests go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    /// To the old side.
    Old,
    /// To the new side.
    New,
    /// A share to the new side: the position of the flag.
    Share(usize),
}

/// A route that is not treated as everything else.
#[derive(Debug, Clone, PartialEq)]
struct Routed {
    /// As clients call it.
    from: Route,
    /// As the new side has it; none where it does not get it.
    onto: Option<Route>,
    to: To,
}

/// How the traffic of a migration is divided.
struct Traffic<'a> {
    migration: &'a Migration,
    /// The flags or weights, in the order in which they move.
    flags: Vec<&'a str>,
    /// Routes of their own, those without parameters first.
    routes: Vec<Routed>,
    /// Everything else.
    rest: To,
}

/// How it is divided at one moment of the plan.
struct Moment<'a> {
    phase: &'a MigrationPhase,
    direction: ArtefactDirection,
    /// What its files are called, without what tells the format.
    name: String,
    /// In one line.
    purpose: String,
    /// Per cent on the new side, for each flag.
    shares: Vec<f64>,
    /// Whether requests are mirrored to the new side.
    mirrors: bool,
    /// Whether the old side is gone.
    retired: bool,
}

impl<'a> Traffic<'a> {
    /// The traffic of a migration; none where none is moved, or it cannot be told which flag moves what, which is reported.
    fn of(scene: &Scene<'a>, migration: &'a Migration, sink: &mut Sink) -> Option<Self> {
        let mut flags: Vec<&str> = Vec::new();
        for stage in scene.stages(migration) {
            if !flags.contains(&stage.flag) {
                flags.push(stage.flag);
            }
        }
        if flags.is_empty() {
            return None;
        }
        let (moves, added) = route_moves(migration);
        let strangles = migration.pattern == "strangler_fig";
        if flags.len() > 1 && moves.is_empty() {
            let needed = format!("what stands before both sides: {} move parts of the traffic", flags.join(" and "));
            sink.missing(scene.missing(migration, "flags[0].routes", &needed, "routes: [GET /orders/{id}]"));
            return None;
        }
        let rest = if flags.len() == 1 && (!strangles || moves.is_empty()) { To::Share(0) } else { To::Old };
        let position = |at: usize| {
            let name = migration.flags.get(at)?.name.as_str();
            flags.iter().position(|it| *it == name)
        };
        let mut routes: Vec<Routed> = Vec::new();
        for it in moves {
            let to = match (&it.new, it.flag) {
                (None, _) => To::Old,
                (Some(_), Some(flag)) => position(flag).map_or(To::Old, To::Share),
                (Some(_), None) => rest_or_first(rest, flags.len()),
            };
            routes.push(Routed { from: it.old, onto: it.new, to });
        }
        if strangles {
            let onto = |route: Route| Routed { from: route.clone(), onto: Some(route), to: To::New };
            routes.extend(added.into_iter().map(onto));
        }
        routes.sort_by_key(|it| path::parameters(&it.from.path));
        Some(Self { migration, flags, routes, rest })
    }

    /// The moments at which something changes, each with the way on and the way back.
    fn moments(&self, scene: &Scene<'a>) -> Vec<Moment<'a>> {
        let mut shares = vec![0.0; self.flags.len()];
        let mut moments = Vec::new();
        let stages = scene.stages(self.migration);
        for phase in scene.phases_of(self.migration) {
            let at = |direction, name: &str, purpose: String, shares: &[f64]| Moment {
                phase,
                direction,
                name: name.to_owned(),
                purpose,
                shares: shares.to_vec(),
                mirrors: false,
                retired: false,
            };
            let (source, target) = (&self.migration.source, &self.migration.target);
            match phase.name.as_str() {
                "intercept" => {
                    moments.push(at(Forward, "pass-through", format!("everything goes on to {source}"), &shares));
                }
                "mirror" => {
                    let purpose = format!("{source} answers, {target} gets a copy");
                    moments.push(Moment { mirrors: true, ..at(Forward, "mirror", purpose, &shares) });
                    moments.push(at(Back, "no-mirror", format!("only {source} gets requests"), &shares));
                }
                "decommission" => {
                    let purpose = format!("{source} is not known any more");
                    moments.push(Moment { retired: true, ..at(Forward, "new-alone", purpose, &shares) });
                }
                _ => {}
            }
            for stage in stages.iter().filter(|it| it.phase.id == phase.id) {
                let Some(flag) = self.flags.iter().position(|it| *it == stage.flag) else { continue };
                let (from, to) = (percent(stage.from), percent(stage.to));
                let name = |share: &str| format!("{}-to-{share}", safe(stage.flag));
                let before = shares.clone();
                if let Some(share) = shares.get_mut(flag) {
                    *share = stage.to;
                }
                moments.push(at(Forward, &name(&to), format!("{} from {from} to {to} %", stage.flag), &shares));
                moments.push(at(Back, &name(&from), format!("{} back from {to} to {from} %", stage.flag), &before));
            }
        }
        moments
    }
}

/// Whom a route without a flag follows: the only flag, or everything else.
fn rest_or_first(rest: To, flags: usize) -> To {
    if flags == 1 { To::Share(0) } else { rest }
}

/// Whether `system` is asked for, for a migration that moves traffic; what is not is left out.
fn is_asked(scene: &Scene<'_>, migration: &Migration, system: TrafficSystem, name: &str, sink: &mut Sink) -> bool {
    if scene.stages(migration).is_empty() {
        return false;
    }
    let is_asked = migration.delivery.as_ref().is_some_and(|it| it.traffic.contains(&system));
    if !is_asked {
        let field = scene.field(migration, "delivery.traffic");
        sink.left_out(format!("traffic of {} by {name}", migration.id), "it is not asked for", field);
    }
    is_asked
}

/// A name in a configuration: letters, digits and `_`.
fn identifier(text: &str) -> String {
    safe(text).replace(['-', '.'], "_")
}
