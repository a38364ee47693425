//! HAProxy: a backend for each side; shares are variables of the process, which its socket changes without a reload.

use plan_engine::specification::model::{Migration, TrafficSystem};

use super::super::generator::Generator;
use super::super::scene::{Scene, safe};
use super::super::sink::Sink;
use super::super::{Artefact, ArtefactDirection, ArtefactFormat};
use super::proxy::{Told, comment, keep_what_cannot_move, methods, told};
use super::{Moment, To, Traffic, identifier, is_asked, path};

const APPLY: &str = include_str!("haproxy-apply.sh");
const SHARES: &str = include_str!("haproxy-shares.sh");
/// Parts of a whole that a share is told in.
const PARTS: f64 = 100_000.0;
const SOCKET: &str = "/run/haproxy/admin.sock";

pub(in super::super) struct Haproxy;

impl Generator for Haproxy {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations() {
            if !is_asked(scene, migration, TrafficSystem::Haproxy, "HAProxy", sink) {
                continue;
            }
            let proxy = migration.delivery.as_ref().and_then(|it| it.haproxy.as_ref());
            let told = told(scene, migration, ("haproxy", proxy), sink);
            let traffic = Traffic::of(scene, migration, sink);
            if let (Some(told), Some(mut traffic)) = (told, traffic) {
                keep_what_cannot_move(scene, &mut traffic, "HAProxy", sink);
                of_migration(scene, &traffic, &told, sink);
            }
        }
    }
}

fn of_migration(scene: &Scene<'_>, traffic: &Traffic<'_>, told: &Told<'_>, sink: &mut Sink) {
    for moment in traffic.moments(scene) {
        if moment.mirrors || moment.name == "no-mirror" {
            if moment.mirrors {
                let because = "it copies requests only to an agent beside it (SPOE), which is a program of its own: choose NGINX or \
                               the Gateway API for the mirror";
                let what = format!("the mirror of {} by HAProxy", traffic.migration.id);
                sink.left_out(what, because, scene.field(traffic.migration, "delivery.traffic"));
            }
            continue;
        }
        let name = format!("{}.haproxy.cfg", moment.name);
        let file = scene.of_phase(moment.phase, moment.direction, &name, ArtefactFormat::Haproxy);
        let text = configuration(traffic, told, &moment);
        sink.put(file.purpose(format!("HAProxy: {}, for good", moment.purpose)).text(text));
        if !moment.retired && moment.name != "pass-through" {
            let name = format!("{}.haproxy.sh", moment.name);
            let mut file = scene.of_phase(moment.phase, moment.direction, &name, ArtefactFormat::Shell);
            file.executable = true;
            let purpose = format!("HAProxy: {}, at once and without a reload", moment.purpose);
            sink.put(file.purpose(purpose).text(script(traffic, told, &moment)));
        }
    }
    sink.put(apply(traffic.migration, told));
}

fn apply(migration: &Migration, told: &Told<'_>) -> Artefact {
    let file = told.proxy.file.as_deref().unwrap_or("/etc/haproxy/haproxy.cfg");
    Artefact {
        path: format!("{}/haproxy-apply.sh", safe(&migration.id)),
        migration: Some(migration.id.clone()),
        phase: None,
        direction: ArtefactDirection::Both,
        format: ArtefactFormat::Shell,
        purpose: "HAProxy: puts a configuration in place, tests it and reloads; forward and back".to_owned(),
        executable: true,
        text: APPLY.replace("@FILE@", file),
    }
}

/// The variable of the process that holds the share of a flag.
fn variable(traffic: &Traffic<'_>, flag: &str) -> String {
    format!("proc.{}_{}", identifier(&traffic.migration.id), identifier(flag))
}

fn parts(share: f64) -> String {
    format!("{}", (share.clamp(0.0, 100.0) / 100.0 * PARTS).round())
}

fn script(traffic: &Traffic<'_>, told: &Told<'_>, moment: &Moment<'_>) -> String {
    let sets: Vec<String> = traffic
        .flags
        .iter()
        .zip(&moment.shares)
        .map(|(flag, share)| format!("set_share {} {}\n", variable(traffic, flag), parts(*share)))
        .collect();
    SHARES
        .replace("@PURPOSE@", &comment(&format!("{}: {}", moment.phase.id, moment.purpose)))
        .replace("@CONFIGURATION@", &format!("{}.haproxy.cfg", moment.name))
        .replace("@SOCKET@", told.proxy.socket.as_deref().unwrap_or(SOCKET))
        .replace("@SETS@\n", &sets.concat())
}

fn configuration(traffic: &Traffic<'_>, told: &Told<'_>, moment: &Moment<'_>) -> String {
    let id = identifier(&traffic.migration.id);
    let mut text = format!(
        "# {}\n# Put it in place with haproxy-apply.sh.\nglobal\n    stats socket {} mode 660 level admin expose-fd listeners\n",
        comment(&format!("{}: {}", moment.phase.id, moment.purpose)),
        told.proxy.socket.as_deref().unwrap_or(SOCKET)
    );
    for (flag, share) in traffic.flags.iter().zip(&moment.shares) {
        text.push_str(&format!("    set-var {} int({})\n", variable(traffic, flag), parts(*share)));
    }
    // Requests that no connection was made for have not been sent: another server may have them.
    text.push_str(
        "\ndefaults\n    mode http\n    timeout connect 5s\n    timeout client 60s\n    timeout server 60s\n    timeout http-request 10s\n    \
         retries 3\n    option redispatch\n    retry-on conn-failure\n",
    );
    let bind = if told.listen.contains(':') { told.listen.to_owned() } else { format!("*:{}", told.listen) };
    text.push_str(&format!("\nfrontend {id}\n    bind {bind}\n    option forwardfor\n"));
    if moment.retired {
        text.push_str("    http-request set-var(txn.side) str(new)\n");
    } else {
        shared(&mut text, told);
    }
    routes(&mut text, traffic, moment);
    rewrites(&mut text, traffic);
    if moment.retired {
        text.push_str(&format!("    default_backend {id}_new\n"));
    } else {
        text.push_str(&format!(
            "    use_backend {id}_new if {{ var(txn.side) -m str new }}\n    default_backend {id}_old\n"
        ));
        backend(&mut text, &format!("{id}_old"), &told.proxy.old, told);
    }
    backend(&mut text, &format!("{id}_new"), &told.proxy.new, told);
    text
}

/// The bucket that a request falls into.
fn shared(text: &mut String, told: &Told<'_>) {
    let sticky = told.proxy.sticky.as_deref();
    let (bucket, found) = match sticky.and_then(|it| it.split_once(' ')) {
        Some(("cookie", name)) => {
            (format!("req.cook({name}),wt6(1),mod(100000)"), format!(" if {{ req.cook({name}) -m found }}"))
        }
        Some(("header", name)) => {
            (format!("req.hdr({name}),wt6(1),mod(100000)"), format!(" if {{ req.hdr({name}) -m found }}"))
        }
        _ if sticky == Some("none") => ("rand(100000)".to_owned(), String::new()),
        _ => ("src,wt6(1),mod(100000)".to_owned(), String::new()),
    };
    // Those of whom nothing is known are the last to move.
    text.push_str("    http-request set-var(txn.bucket) int(99999)\n");
    text.push_str(&format!("    http-request set-var(txn.bucket) {bucket}{found}\n"));
    text.push_str("    http-request set-var(txn.side) str(old)\n");
}

/// Which side a request goes to: the first route that it is of decides, else what is said of the rest.
fn routes(text: &mut String, traffic: &Traffic<'_>, moment: &Moment<'_>) {
    text.push_str("    http-request set-var(txn.route) int(0)\n");
    for (number, route) in traffic.routes.iter().enumerate() {
        text.push_str(&format!(
            "    http-request set-var(txn.route) int({}) if {{ var(txn.route) -m int 0 }} {{ method {} }} {{ path_reg ^{}$ }}\n",
            number + 1,
            methods(route).join(" "),
            path::pattern(&route.from.path)
        ));
    }
    if moment.retired {
        return;
    }
    let all = std::iter::once(traffic.rest).chain(traffic.routes.iter().map(|it| it.to));
    for (number, to) in all.enumerate() {
        let condition = match to {
            To::Old => continue,
            To::New => String::new(),
            To::Share(flag) => {
                let variable = traffic.flags.get(flag).map(|it| variable(traffic, it)).unwrap_or_default();
                format!(" {{ var(txn.bucket),sub({variable}) -m int lt 0 }}")
            }
        };
        text.push_str(&format!(
            "    http-request set-var(txn.side) str(new) if {{ var(txn.route) -m int {number} }}{condition}\n"
        ));
    }
}

/// What the new side is asked for, where its paths are others.
fn rewrites(text: &mut String, traffic: &Traffic<'_>) {
    for (number, route) in traffic.routes.iter().enumerate() {
        let Some(onto) = route.onto.as_ref().filter(|it| it.path != route.from.path) else { continue };
        let Some(path) = path::rewritten(&route.from.path, &onto.path, |at| format!("\\{at}")) else { continue };
        text.push_str(&format!(
            "    http-request replace-path ^{}$ {} if {{ var(txn.route) -m int {} }} {{ var(txn.side) -m str new }}\n",
            path::pattern(&route.from.path),
            path.replace('%', "%%"),
            number + 1
        ));
    }
}

fn backend(text: &mut String, name: &str, servers: &[String], told: &Told<'_>) {
    text.push_str(&format!("\nbackend {name}\n    balance roundrobin\n"));
    let check = match &told.proxy.health {
        Some(path) => {
            text.push_str(&format!("    option httpchk GET {path}\n"));
            " check"
        }
        None => "",
    };
    for (number, server) in servers.iter().enumerate() {
        text.push_str(&format!(
            "    server {}{} {server}{check}\n",
            name.rsplit('_').next().unwrap_or(name),
            number + 1
        ));
    }
}
