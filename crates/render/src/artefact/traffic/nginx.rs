//! NGINX: an upstream for each side, `split_clients` for shares, a map of routes, a mirror for parallel runs.

use plan_engine::specification::model::{Migration, TrafficSystem};

use super::super::generator::Generator;
use super::super::scene::{Scene, safe};
use super::super::sink::Sink;
use super::super::{Artefact, ArtefactDirection, ArtefactFormat};
use super::proxy::{Told, comment, keep_what_cannot_move, methods, told};
use super::{Moment, To, Traffic, identifier, is_asked, path};

const APPLY: &str = include_str!("nginx-apply.sh");

pub(in super::super) struct Nginx;

impl Generator for Nginx {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations() {
            if !is_asked(scene, migration, TrafficSystem::Nginx, "NGINX", sink) {
                continue;
            }
            let proxy = migration.delivery.as_ref().and_then(|it| it.nginx.as_ref());
            let told = told(scene, migration, ("nginx", proxy), sink);
            let traffic = Traffic::of(scene, migration, sink);
            if let (Some(told), Some(mut traffic)) = (told, traffic) {
                keep_what_cannot_move(scene, &mut traffic, "NGINX", sink);
                for moment in traffic.moments(scene) {
                    let name = format!("{}.nginx.conf", moment.name);
                    let file = scene.of_phase(moment.phase, moment.direction, &name, ArtefactFormat::Nginx);
                    let text = configuration(&traffic, &told, &moment);
                    sink.put(file.purpose(format!("NGINX: {}", moment.purpose)).text(text));
                }
                sink.put(apply(migration, &told));
            }
        }
    }
}

/// The script that puts one of the configurations in place.
fn apply(migration: &Migration, told: &Told<'_>) -> Artefact {
    let usual = format!("/etc/nginx/conf.d/{}.conf", safe(&migration.id));
    let file = told.proxy.file.as_deref().unwrap_or(&usual);
    Artefact {
        path: format!("{}/nginx-apply.sh", safe(&migration.id)),
        migration: Some(migration.id.clone()),
        phase: None,
        direction: ArtefactDirection::Both,
        format: ArtefactFormat::Shell,
        purpose: "NGINX: puts a configuration in place, tests it and reloads; forward and back".to_owned(),
        executable: true,
        text: APPLY.replace("@FILE@", file),
    }
}

fn configuration(traffic: &Traffic<'_>, told: &Told<'_>, moment: &Moment<'_>) -> String {
    let id = identifier(&traffic.migration.id);
    let mut text = format!(
        "# {}\n# For the `http` block. Put it in place with nginx-apply.sh.\n\n",
        comment(&format!("{}: {}", moment.phase.id, moment.purpose))
    );
    if !moment.retired {
        upstream(&mut text, &format!("{id}_old"), &told.proxy.old);
    }
    upstream(&mut text, &format!("{id}_new"), &told.proxy.new);
    if !moment.retired {
        shares(&mut text, traffic, told, moment);
        sides(&mut text, traffic);
    }
    uris(&mut text, traffic, moment);
    server(&mut text, &id, told, moment);
    text
}

fn upstream(text: &mut String, name: &str, servers: &[String]) {
    text.push_str(&format!("upstream {name} {{\n"));
    for server in servers {
        text.push_str(&format!("    server {server};\n"));
    }
    text.push_str("    keepalive 16;\n}\n\n");
}

/// The variable that a share sticks to.
fn sticks_to(sticky: Option<&str>) -> String {
    match sticky.and_then(|it| it.split_once(' ')) {
        Some(("cookie", name)) => format!("$cookie_{name}"),
        Some(("header", name)) => format!("$http_{}", name.to_lowercase().replace('-', "_")),
        _ if sticky == Some("none") => "$request_id".to_owned(),
        _ => "$remote_addr".to_owned(),
    }
}

/// Whether a request may lack what a share sticks to.
fn may_lack(told: &Told<'_>) -> bool {
    told.proxy.sticky.as_deref().is_some_and(|it| it.contains(' '))
}

/// A variable for each flag that holds the side of a request.
fn shares(text: &mut String, traffic: &Traffic<'_>, told: &Told<'_>, moment: &Moment<'_>) {
    let id = identifier(&traffic.migration.id);
    let key = sticks_to(told.proxy.sticky.as_deref());
    for (flag, share) in traffic.flags.iter().zip(&moment.shares) {
        let flag = identifier(flag);
        let share_name = if may_lack(told) { format!("{id}_{flag}_share") } else { format!("{id}_{flag}") };
        // Two digits behind the point are what there is; a share of nobody or everybody is no share.
        let share = if *share > 0.0 { (share * 100.0).round().max(1.0) / 100.0 } else { 0.0 };
        text.push_str(&format!("split_clients \"{flag}{key}\" ${share_name} {{\n"));
        match share {
            none if none <= 0.0 => text.push_str(&format!("    * {id}_old;\n")),
            whole if whole >= 100.0 => text.push_str(&format!("    * {id}_new;\n")),
            share => text.push_str(&format!("    {share}% {id}_new;\n    * {id}_old;\n")),
        }
        text.push_str("}\n\n");
        if may_lack(told) {
            // Those of whom nothing is known would all fall on one side: they are the last to move.
            let nobody = if share >= 100.0 { "new" } else { "old" };
            text.push_str(&format!(
                "map {key} ${id}_{flag} {{\n    \"\" {id}_{nobody};\n    default ${share_name};\n}}\n\n"
            ));
        }
    }
}

fn target(traffic: &Traffic<'_>, to: To) -> String {
    let id = identifier(&traffic.migration.id);
    match to {
        To::Old => format!("{id}_old"),
        To::New => format!("{id}_new"),
        To::Share(flag) => format!("${id}_{}", traffic.flags.get(flag).map(|it| identifier(it)).unwrap_or_default()),
    }
}

/// A request of a route, at the beginning of a regular expression: the method, the path, the end or a query.
fn request(route: &super::Routed) -> String {
    format!("(?:{}) {}([?].*)?$", methods(route).join("|"), path::pattern(&route.from.path))
}

fn sides(text: &mut String, traffic: &Traffic<'_>) {
    let id = identifier(&traffic.migration.id);
    text.push_str(&format!(
        "map \"$request_method $request_uri\" ${id}_side {{\n    default {};\n",
        target(traffic, traffic.rest)
    ));
    for route in traffic.routes.iter().filter(|it| it.to != traffic.rest) {
        text.push_str(&format!("    \"~^{}\" {};\n", request(route), target(traffic, route.to)));
    }
    text.push_str("}\n\n");
}

/// What the new side is asked for, where its paths are others.
fn uris(text: &mut String, traffic: &Traffic<'_>, moment: &Moment<'_>) {
    let id = identifier(&traffic.migration.id);
    let side = if moment.retired { format!("{id}_new") } else { format!("${id}_side") };
    text.push_str(&format!("map \"{side} $request_method $request_uri\" ${id}_uri {{\n    default $request_uri;\n"));
    for route in &traffic.routes {
        let Some(onto) = route.onto.as_ref().filter(|it| it.path != route.from.path) else { continue };
        let Some(path) = path::rewritten(&route.from.path, &onto.path, |at| format!("${at}")) else { continue };
        // The last group holds the query.
        let query = path::parameters(&route.from.path) + 1;
        text.push_str(&format!("    \"~^{id}_new {}\" \"{path}${query}\";\n", request(route)));
    }
    text.push_str("}\n\n");
}

fn server(text: &mut String, id: &str, told: &Told<'_>, moment: &Moment<'_>) {
    let side = if moment.retired { format!("{id}_new") } else { format!("${id}_side") };
    text.push_str(&format!("server {{\n    listen {};\n\n    location / {{\n", told.listen));
    if moment.mirrors {
        text.push_str("        mirror /migration-mirror;\n        mirror_request_body on;\n");
    }
    let forwarded = "        proxy_http_version 1.1;\n        proxy_set_header Connection \"\";\n        proxy_set_header Host $http_host;\n        \
                     proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n        proxy_set_header X-Forwarded-Proto $scheme;\n";
    text.push_str(forwarded);
    text.push_str(&format!("        proxy_pass http://{side}${id}_uri;\n    }}\n"));
    if moment.mirrors {
        let usual = ["GET".to_owned(), "HEAD".to_owned()];
        let methods = if told.proxy.mirror.is_empty() { usual.as_slice() } else { &told.proxy.mirror };
        text.push_str(&format!(
            "\n    # Its answers go nowhere. The header tells the new side not to act on the world.\n    location = /migration-mirror {{\n        \
             internal;\n        if ($request_method !~ ^({})$) {{\n            return 204;\n        }}\n{forwarded}        \
             proxy_set_header X-Migration-Mirror 1;\n        proxy_connect_timeout 1s;\n        proxy_read_timeout 5s;\n        \
             proxy_pass http://{id}_new$request_uri;\n    }}\n",
            methods.join("|")
        ));
    }
    text.push_str("}\n");
}
