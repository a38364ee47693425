//! Routes of Kubernetes' Gateway API: weights for shares, a filter for the mirror, a rule per route.

use plan_engine::specification::model::{Migration, TrafficSystem};

use super::super::ArtefactFormat;
use super::super::generator::Generator;
use super::super::scene::Scene;
use super::super::sink::Sink;
use super::super::yaml::Yaml;
use super::kubernetes::{Asked, object};
use super::proxy::{comment, methods};
use super::{Moment, Routed, To, Traffic, is_asked, path};

/// Parts of a whole that weights are told in.
const PARTS: f64 = 100_000.0;

pub(in super::super) struct GatewayApi;

/// The values that a route needs.
struct Told {
    namespace: String,
    name: String,
    old: String,
    new: String,
    port: u32,
    gateway: String,
    gateway_namespace: Option<String>,
    hosts: Vec<String>,
}

impl Generator for GatewayApi {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations() {
            if !is_asked(scene, migration, TrafficSystem::GatewayApi, "the Gateway API", sink) {
                continue;
            }
            let told = told(scene, migration, sink);
            let traffic = Traffic::of(scene, migration, sink).filter(|it| says_what_it_cannot(scene, it, sink));
            let (Some(told), Some(traffic)) = (told, traffic) else { continue };
            for moment in traffic.moments(scene) {
                let name = format!("{}.route.yaml", moment.name);
                let file = scene.of_phase(moment.phase, moment.direction, &name, ArtefactFormat::Kubernetes);
                let head = comment(&format!("{}: {}", moment.phase.id, moment.purpose));
                let text = format!("# {head}\n{}", route(&traffic, &told, &moment).document());
                sink.put(file.purpose(format!("Gateway API: {}", moment.purpose)).text(text));
            }
        }
    }
}

fn told(scene: &Scene<'_>, migration: &Migration, sink: &mut Sink) -> Option<Told> {
    let mut ask = Asked::new(scene, migration, sink);
    let namespace = ask.text("namespace", |it| it.namespace.clone(), "the route", "namespace: shop");
    let name = ask.text("name", |it| it.name.clone(), "the route", "name: orders");
    let old = ask.text("old_service", |it| it.old_service.clone(), &migration.source, "old_service: orders-old");
    let new = ask.text("new_service", |it| it.new_service.clone(), &migration.target, "new_service: orders-new");
    let port = ask.number("port", |it| it.port, "both services", "port: 8080");
    let gateway = ask.text("gateway", |it| it.gateway.clone(), "the route's parent", "gateway: public");
    let more = migration.delivery.as_ref()?.kubernetes.as_ref()?;
    Some(Told {
        namespace: namespace?,
        name: name?,
        old: old?,
        new: new?,
        port: port?,
        gateway: gateway?,
        gateway_namespace: more.gateway_namespace.clone(),
        hosts: more.hosts.clone(),
    })
}

/// A rule rewrites for both sides or for none: routes whose paths differ cannot be divided by it.
fn says_what_it_cannot(scene: &Scene<'_>, traffic: &Traffic<'_>, sink: &mut Sink) -> bool {
    let moved = traffic.routes.iter().filter(|it| it.onto.as_ref().is_some_and(|onto| onto.path != it.from.path));
    let moved: Vec<String> = moved.map(|it| format!("{} {}", it.from.method, it.from.path)).collect();
    if moved.is_empty() {
        return true;
    }
    let needed = format!(
        "a proxy that translates {}: a rule of the Gateway API rewrites for both sides or for none. Choose another one, or let the new \
         side take the old paths, too",
        moved.join(", ")
    );
    sink.missing(scene.missing(traffic.migration, "delivery.traffic", &needed, "traffic: [nginx]"));
    false
}

fn route(traffic: &Traffic<'_>, told: &Told, moment: &Moment<'_>) -> Yaml {
    let mut parent = Yaml::map([("name", told.gateway.as_str().into())]);
    if let Some(namespace) = &told.gateway_namespace {
        parent = parent.with("namespace", namespace.as_str());
    }
    let mut rules: Vec<Yaml> = Vec::new();
    for it in traffic.routes.iter().filter(|it| it.to != traffic.rest && !moment.retired) {
        let matches: Vec<Yaml> = methods(it).into_iter().map(|method| matched(it, method)).collect();
        rules.push(rule(Some(matches), told, weights(moment, it.to), moment.mirrors && it.from.method == "GET"));
    }
    if moment.mirrors {
        // What only reads may be asked twice.
        let reads = ["GET", "HEAD"].map(|method| Yaml::map([("method", method.into())]));
        rules.push(rule(Some(reads.to_vec()), told, weights(moment, traffic.rest), true));
    }
    rules.push(rule(None, told, weights(moment, traffic.rest), false));
    let mut spec = Yaml::map([("parentRefs", Yaml::List(vec![parent]))]);
    if !told.hosts.is_empty() {
        spec = spec.with("hostnames", Yaml::list(told.hosts.iter().map(String::as_str)));
    }
    let spec = spec.with("rules", rules);
    object("gateway.networking.k8s.io/v1", "HTTPRoute", (&told.name, &told.namespace), spec)
}

fn matched(route: &Routed, method: &str) -> Yaml {
    let is_exact = path::parameters(&route.from.path) == 0;
    let (kind, value) = if is_exact {
        ("Exact", route.from.path.clone())
    } else {
        ("RegularExpression", path::pattern(&route.from.path))
    };
    let path = Yaml::map([("type", kind.into()), ("value", value.into())]);
    Yaml::map([("path", path), ("method", method.into())])
}

/// The weights of the old and the new side; none of the old one where it is gone.
fn weights(moment: &Moment<'_>, to: To) -> (Option<f64>, f64) {
    let share = match to {
        To::Old => 0.0,
        To::New => 100.0,
        To::Share(flag) => moment.shares.get(flag).copied().unwrap_or_default(),
    };
    let new = (share.clamp(0.0, 100.0) / 100.0 * PARTS).round();
    if moment.retired { (None, PARTS) } else { (Some(PARTS - new), new) }
}

fn rule(matches: Option<Vec<Yaml>>, told: &Told, (old, new): (Option<f64>, f64), mirrors: bool) -> Yaml {
    let backend = |service: &str, weight: f64| {
        let name = ("name", service.into());
        Yaml::map([name, ("port", told.port.into()), ("weight", Yaml::Plain(format!("{weight}")))])
    };
    let mut rule = Yaml::Map(Vec::new());
    if let Some(matches) = matches {
        rule = rule.with("matches", matches);
    }
    if mirrors {
        let to = Yaml::map([("name", told.new.as_str().into()), ("port", told.port.into())]);
        let filter = Yaml::map([("type", "RequestMirror".into()), ("requestMirror", Yaml::map([("backendRef", to)]))]);
        rule = rule.with("filters", vec![filter]);
    }
    let old = old.map(|weight| backend(&told.old, weight));
    rule.with("backendRefs", old.into_iter().chain([backend(&told.new, new)]).collect::<Vec<_>>())
}
