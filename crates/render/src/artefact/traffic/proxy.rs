//! What NGINX and HAProxy have in common: addresses that have to be told, routes that cannot be rewritten.

use plan_engine::specification::model::{Migration, Proxy};

use super::super::scene::Scene;
use super::super::sink::Sink;
use super::{Routed, To, Traffic, path};

/// The values that a proxy needs.
pub(super) struct Told<'a> {
    pub(super) listen: &'a str,
    pub(super) proxy: &'a Proxy,
}

/// The values, where all are told; those that are missing are reported.
pub(super) fn told<'a>(
    scene: &Scene<'_>,
    migration: &Migration,
    (name, proxy): (&str, Option<&'a Proxy>),
    sink: &mut Sink,
) -> Option<Told<'a>> {
    let mut missing = |field: &str, needed: &str, example: &str| {
        sink.missing(scene.missing(migration, &format!("delivery.{name}.{field}"), needed, example));
    };
    if proxy.is_none_or(|it| it.listen.is_none()) {
        missing("listen", "the port that clients reach", "listen: \"8080\"");
    }
    if proxy.is_none_or(|it| it.old.is_empty()) {
        missing("old", &format!("requests to {}", migration.source), "old: [\"10.0.4.11:8080\"]");
    }
    if proxy.is_none_or(|it| it.new.is_empty()) {
        missing("new", &format!("requests to {}", migration.target), "new: [\"10.0.7.21:8080\"]");
    }
    let proxy = proxy.filter(|it| !it.old.is_empty() && !it.new.is_empty())?;
    Some(Told { listen: proxy.listen.as_deref()?, proxy })
}

/// Groups that a reference can name, but for the one of the query: `$1` to `$9`.
const GROUPS: usize = 8;

/// Routes that a proxy cannot translate stay on the old side, and that is said.
pub(super) fn keep_what_cannot_move(scene: &Scene<'_>, traffic: &mut Traffic<'_>, name: &str, sink: &mut Sink) {
    for route in &mut traffic.routes {
        let Some(onto) = &route.onto else { continue };
        let stays = onto.path == route.from.path;
        let few = path::parameters(&route.from.path) <= GROUPS;
        let is_written = few && path::rewritten(&route.from.path, &onto.path, |_| String::new()).is_some();
        if route.to == To::Old || stays || is_written {
            continue;
        }
        let what = format!("{} {} by {name}", route.from.method, route.from.path);
        let because = format!(
            "{} asks for more than the old path holds, so it stays on {}: let the new side take the old path, too",
            onto.path, traffic.migration.source
        );
        sink.left_out(what, because, scene.field(traffic.migration, "service.new.endpoints"));
        (route.onto, route.to) = (None, To::Old);
    }
}

/// The methods that a route is for, as clients send them: whoever may ask for a page may ask for its head.
pub(super) fn methods(route: &Routed) -> Vec<&str> {
    match route.from.method.as_str() {
        "GET" => vec!["GET", "HEAD"],
        other => vec![other],
    }
}

/// Text in a comment of one line.
pub(super) fn comment(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|it| !it.is_control()).take(200).collect()
}
