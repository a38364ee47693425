//! A drill on loopback: two versions behind a real proxy with the generated shares, a fault in the new one, the generated rule
//! of Prometheus fires, the generated way back brings all traffic to the old one. No request is lost on the way.

mod load;
mod service;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use testkit::validator::Tool;

use super::{folder, plan};
use load::{Count, Load};
use service::Service;

/// A process that ends with the test, and its folder.
struct Proxy {
    process: Child,
    folder: PathBuf,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

struct Drill {
    /// The artefacts of the phase that moves traffic.
    phase: PathBuf,
    /// Those of the migration.
    whole: PathBuf,
    scratch: PathBuf,
    address: SocketAddr,
}

/// A port that was free a moment ago.
fn free() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap()
}

/// Plans the migration from `old` to `new` and writes its artefacts.
fn prepared(proxy: &str, old: &Service, new: &Service) -> Drill {
    let folder = folder(&format!("drill-{proxy}"));
    // The path of a socket is short.
    let scratch = std::env::temp_dir().join(format!("ma-drill-{proxy}-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).unwrap();
    let address = free();
    let socket = if proxy == "haproxy" { format!(", socket: {}/admin.sock", scratch.display()) } else { String::new() };
    let specification = format!(
        r#"
type: service
pattern: canary
source: seats 1
target: seats 2
flags:
- name: seats-2
  stages: [{{percentage: 25, hold: 1h}}, {{percentage: 60, hold: 1h}}, {{percentage: 100}}]
monitoring:
  queries: {{error_rate: 'sum(rate(seats_total{{code="500"}}[2m])) / sum(rate(seats_total[2m]))'}}
triggers:
- {{metric: error_rate, threshold: 20%, for: 1m, action: automatic_rollback}}
delivery:
  traffic: [{proxy}]
  {proxy}: {{listen: "{address}", old: ["{}"], new: ["{}"], sticky: header X-Guest{socket}}}
"#,
        old.address, new.address
    );
    std::fs::write(folder.join("spec.yaml"), specification).unwrap();
    let made = plan(&folder, "make --spec spec.yaml -o plan.json");
    assert_eq!(made.code, 0, "{made:?}");
    let written = plan(&folder, "artefacts plan.json --out out");
    assert_eq!(written.code, 0, "{written:?}");
    let whole = folder.join("out/service");
    Drill { phase: whole.join("canary-seats-2"), whole, scratch, address }
}

fn wait_for(address: SocketAddr) {
    let until = Instant::now() + Duration::from_mins(1);
    while std::net::TcpStream::connect(address).is_err() {
        assert!(Instant::now() < until, "nothing listens on {address}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Runs a generated script, which has to succeed.
fn run(script: &Path, arguments: &[&Path], environment: &[(&str, String)]) {
    let output = Command::new(script)
        .args(arguments)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", script.display());
}

/// Whether the generated rules of the phase start the way back on what was counted, a look every 15 seconds.
fn fires(drill: &Drill, looks: &[Count]) -> bool {
    let series = |of: fn(&Count) -> u64| looks.iter().map(|it| of(it).to_string()).collect::<Vec<_>>().join(" ");
    let end = 15 * (looks.len() - 1);
    let cases = format!(
        "rule_files: [{}, {}]\nevaluation_interval: 15s\ntests:\n- interval: 15s\n  input_series:\n  - {{series: 'seats_total{{code=\"500\"}}', \
         values: '{}'}}\n  - {{series: 'seats_total{{code=\"200\"}}', values: '{}'}}\n  promql_expr_test:\n  - expr: \
         count(ALERTS{{alertstate=\"firing\",alertname=~\"MigrationTrigger.*\"}})\n    eval_time: {end}s\n    exp_samples: [{{labels: '{{}}', value: 1}}]\n",
        drill.phase.join("records.rules.yml").display(),
        drill.phase.join("alerts.rules.yml").display(),
        series(|it| it.faults),
        series(|it| it.old + it.new - it.faults),
    );
    let file = drill.scratch.join("looks.yml");
    std::fs::write(&file, cases).unwrap();
    let output = Command::new(Tool::Promtool.find().unwrap()).args(["test", "rules"]).arg(file).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    // It fails where the alert does not fire, and not because it cannot read what it is given.
    assert!(output.status.success() || said.contains("exp:"), "{said}");
    output.status.success()
}

/// The whole way: forward in stages, sick, fired, back. `to` carries out the artefact of a stage.
fn drill(drill: &Drill, new: &Service, to: impl Fn(&str, &str)) {
    wait_for(drill.address);
    let load = Load::on(drill.address);
    let all_old = load.next(200);
    assert_eq!(all_old.new, 0, "nothing has moved yet");
    to("forward", "25");
    load.next(20);
    let quarter = load.next(800);
    let share = |count: Count| count.new * 100 / (count.new + count.old);
    assert!((17..=33).contains(&share(quarter)), "{quarter:?}");
    let mut looks = vec![load.count()];
    let look = |looks: &mut Vec<Count>| {
        load.next(40);
        looks.push(load.count());
        fires(drill, looks)
    };
    for _ in 0..3 {
        assert!(!look(&mut looks), "nothing is wrong yet");
    }
    to("forward", "60");
    load.next(20);
    let more = load.next(400);
    assert!((50..=70).contains(&share(more)), "{more:?}");
    new.falls_sick();
    let mut looked = 0;
    while !look(&mut looks) {
        looked += 1;
        assert!(looked < 30, "the trigger does not fire: {looks:?}");
    }
    to("back", "0");
    // What was on its way while the shares changed.
    load.next(20);
    let after = load.next(500);
    assert_eq!((after.new, after.faults), (0, 0), "all traffic is on the old side again");
    let lost = load.end();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_sick_version_behind_haproxy_is_taken_back_without_a_reload() {
    let (old, new) = (Service::start("old"), Service::start("new"));
    let it = prepared("haproxy", &old, &new);
    let configuration = it.phase.join("back/seats-2-to-0.haproxy.cfg");
    let mut command = Command::new(Tool::Haproxy.find().unwrap());
    let process = command.args(["-db", "-f"]).arg(&configuration).stdin(Stdio::null()).spawn().unwrap();
    let _proxy = Proxy { process, folder: it.scratch.clone() };
    drill(&it, &new, |way, share| {
        run(&it.phase.join(format!("{way}/seats-2-to-{share}.haproxy.sh")), &[], &[]);
    });
}

#[test]
fn a_sick_version_behind_nginx_is_taken_back_by_a_reload_that_drops_nothing() {
    let (old, new) = (Service::start("old"), Service::start("new"));
    let it = prepared("nginx", &old, &new);
    let (at, file) = (it.scratch.display(), it.scratch.join("service.conf"));
    std::fs::copy(it.phase.join("back/seats-2-to-0.nginx.conf"), &file).unwrap();
    let whole = it.scratch.join("nginx.conf");
    let text = format!(
        "daemon off;\nworker_processes 2;\npid {at}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n  access_log off;\n  \
         client_body_temp_path {at}/body;\n  proxy_temp_path {at}/proxy;\n  include {};\n}}\n",
        file.display()
    );
    std::fs::write(&whole, text).unwrap();
    let program = Tool::Nginx.find().unwrap();
    let called = format!("{} -p {at} -c {}", program.display(), whole.display());
    let mut command = Command::new(&program);
    let process = command.arg("-p").arg(&it.scratch).arg("-c").arg(&whole).stdin(Stdio::null()).spawn().unwrap();
    let _proxy = Proxy { process, folder: it.scratch.clone() };
    let environment = [("NGINX", called), ("NGINX_FILE", file.display().to_string())];
    drill(&it, &new, |way, share| {
        let configuration = it.phase.join(format!("{way}/seats-2-to-{share}.nginx.conf"));
        run(&it.whole.join("nginx-apply.sh"), &[&configuration], &environment);
        // A reload is asked for and done a moment later.
        std::thread::sleep(Duration::from_millis(500));
    });
}
