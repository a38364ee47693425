//! `cargo xtask corpus`: plans and proves every case of JSONL files about databases, compares the interfaces of those
//! about interfaces, schedules the task graphs of those about schedules, decides as flag systems do, and counts what comes out.

mod api;
mod attempt;
mod authors;
mod case;
mod flags;
mod graphql;
mod isolate;
mod measure;
mod protobuf;
mod report;
mod schedule;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context;
use database::Session;
use testkit::engine::{Binaries, Postgres};

pub(crate) use api::run_one as run_one_interface;
pub(crate) use attempt::{Arguments as CaseArguments, run as run_one};
use case::Case;
use report::Report;

/// Arguments of `cargo xtask corpus`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// JSONL files, or folders of them; a case has `id`, `before`, `after`, and `dialect` (of SQL) or `kind` (of interface), or it
    /// is a task graph, a scenario of flagd or a classification of Kayenta. JSON files of Unleash's specification, LaunchDarkly's
    /// stages or resilience4j's traces are read too.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The PostgreSQL on which cases are proven, or several, separated by commas: then each case runs on each. A
    /// throw-away one is started where none is given.
    #[arg(long, value_name = "URL", value_delimiter = ',')]
    engine: Vec<String>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    /// At most this many cases of each file.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only cases whose id contains this.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Stop once the plan is made.
    #[arg(long)]
    plan_only: bool,
    /// Where a case holds the migration that its authors wrote, run that too, and compare locks, rewrites and scans.
    #[arg(long)]
    against_authors: bool,
    /// Seconds after which a case is given up.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    patience: u64,
    /// Cases at a time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut cases = Vec::new();
    let mut report = Report::default();
    let mut interfaces = api::Report::default();
    let mut schemas = graphql::Report::default();
    let mut protobufs = protobuf::Report::default();
    let mut schedules = schedule::Report::default();
    let mut flags = flags::Report::default();
    for path in &arguments.paths {
        for file in case::files(path)? {
            if graphql::is_of_graphql(&file) {
                graphql::run(&file, arguments, &mut schemas)?;
                continue;
            }
            if protobuf::is_of_protobuf(&file) {
                protobuf::run(&file, arguments, &mut protobufs)?;
                continue;
            }
            if api::is_of_interfaces(&file) {
                api::run(&file, arguments, &mut interfaces)?;
                continue;
            }
            if schedule::is_of_schedules(&file) {
                schedule::run(&file, arguments, &mut schedules)?;
                continue;
            }
            if flags::run(&file, arguments, &mut flags)? {
                continue;
            }
            let mut all = case::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            all.retain(|case| arguments.filter.as_ref().is_none_or(|text| case.id.contains(text.as_str())));
            all.truncate(arguments.limit.unwrap_or(usize::MAX));
            cases.extend(all);
        }
    }
    if !interfaces.is_empty() {
        print!("{}", if arguments.json { interfaces.json() } else { interfaces.text() });
    }
    if !schemas.is_empty() {
        print!("{}", if arguments.json { schemas.json() } else { schemas.text() });
    }
    if !protobufs.is_empty() {
        print!("{}", if arguments.json { protobufs.json() } else { protobufs.text() });
    }
    if !schedules.is_empty() {
        print!("{}", if arguments.json { schedules.json() } else { schedules.text() });
    }
    if !flags.is_empty() {
        print!("{}", if arguments.json { flags.json() } else { flags.text() });
    }
    if cases.is_empty() {
        return Ok(());
    }
    report.skip(&mut cases);
    let mut own = None;
    let urls = match arguments.engine.as_slice() {
        [] => vec![own.insert(Postgres::start(&Binaries::find(None)?)?).url()],
        urls => urls.to_vec(),
    };
    let mut work = Vec::new();
    for url in urls {
        let engine = Engine::reach(url)?;
        for case in &cases {
            if report.takes(&engine, case) {
                work.push((engine.clone(), case));
            }
        }
    }
    run_all(&work, arguments, &mut report)?;
    drop(own);
    report.finish();
    if arguments.json {
        println!("{}", report.json());
    } else {
        print!("{}", report.text());
    }
    Ok(())
}

/// An engine on which cases run.
#[derive(Debug, Clone)]
struct Engine {
    url: String,
    /// Product and version, for example `PostgreSQL 15.18`.
    version: String,
}

impl Engine {
    fn reach(url: String) -> anyhow::Result<Self> {
        let version = Session::open(&url.parse()?)?.version().to_owned();
        Ok(Self { url, version })
    }

    /// The major version; 0 where it cannot be told.
    fn major(&self) -> u32 {
        let digits = self.version.split_whitespace().find_map(|word| word.split('.').next()?.parse().ok());
        digits.unwrap_or(0)
    }
}

/// Takes the cases one after the other, several at a time; progress goes to standard error.
fn run_all(work: &[(Engine, &Case)], arguments: &Arguments, report: &mut Report) -> anyhow::Result<()> {
    let next = AtomicUsize::new(0);
    let terminal = std::io::stderr().is_terminal();
    let shared = Mutex::new(report);
    let flags: Vec<&str> = [("--plan-only", arguments.plan_only), ("--against-authors", arguments.against_authors)]
        .into_iter()
        .filter_map(|(flag, is_set)| is_set.then_some(flag))
        .collect();
    std::thread::scope(|scope| {
        let worker = || -> anyhow::Result<()> {
            while let Some((engine, case)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                let result = isolate::run(case, &engine.url, &flags, Duration::from_secs(arguments.patience))?;
                let mut report = shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                report.add(engine, case, result);
                if terminal {
                    eprint!("\r{}", report.progress(work.len()));
                } else if report.done().is_multiple_of(25) {
                    eprintln!("{}", report.progress(work.len()));
                }
            }
            Ok(())
        };
        let workers: Vec<_> = (0..arguments.jobs.max(1)).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| anyhow::bail!("a worker panicked")))
    })?;
    if terminal {
        eprintln!();
    }
    Ok(())
}
