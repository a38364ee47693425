//! Room for the new side: what it runs on, whether the place has it, and how many instances a share of the traffic needs.

use super::super::context::Context;
use super::super::draft::StepDraft;
use super::super::model::{Criterion, Holds, Measure, MigrationGate, Note, ProbeSide, Work};
use super::super::team::Duty;
use super::super::time;
use super::{probe, watch};
use crate::estimate::model::Activity;
use crate::estimate::words;
use crate::specification::model::{Fact, Infrastructure, ServiceSide};

const OLD: &str = "/service_details/legacy_service";
const NEW: &str = "/service_details/new_service";

/// A value below `infrastructure` of a side as a fact.
fn fact(context: &Context<'_>, side: &str, field: &str, says: String) -> Fact {
    context.fact(&[&format!("{side}/infrastructure/{field}")], says)
}

/// What the new side runs on: platform, instances, what stands before it.
pub(crate) fn runs_on(context: &Context<'_>) -> Vec<Fact> {
    let Some(service) = &context.migration.service else { return Vec::new() };
    let it = &service.new.infrastructure;
    let told = [
        ("platform", it.platform.as_ref().map(|name| format!("the new side runs on {name}"))),
        ("instances", it.instances.map(|number| format!("the new side starts with {number} instances"))),
        ("max_instances", it.max_instances.map(|number| format!("the new side has {number} instances at most"))),
        ("load_balancer", it.load_balancer.as_ref().map(|name| format!("{name} stands before the new side"))),
    ];
    told.into_iter().filter_map(|(field, says)| Some(fact(context, NEW, field, says?))).collect()
}

/// The load balancers of both sides: whose weights, or whose address, move the traffic.
pub(crate) fn balancers(context: &Context<'_>) -> Vec<Fact> {
    let Some(service) = &context.migration.service else { return Vec::new() };
    let sides = [(OLD, "old", &service.legacy), (NEW, "new", &service.new)];
    let told = |(place, side, it): (&str, &str, &ServiceSide)| {
        let name = it.infrastructure.load_balancer.as_ref()?;
        Some(fact(context, place, "load_balancer", format!("{name} stands before the {side} side")))
    };
    sides.into_iter().filter_map(told).collect()
}

/// The place has room for all instances that the new side may start, before any traffic comes.
pub(crate) fn granted(context: &Context<'_>) -> Option<StepDraft> {
    let service = context.migration.service.as_ref()?;
    let it = &service.new.infrastructure;
    let instances = it.max_instances.or(it.instances)?;
    let on = it.platform.as_deref().map(|name| format!(" on {name}")).unwrap_or_default();
    let criteria = wanted(context, it, f64::from(instances), &on);
    if criteria.is_empty() {
        return None;
    }
    let mut facts: Vec<Fact> = criteria.iter().flat_map(|it| it.basis.iter().cloned()).collect();
    facts.dedup();
    let target = &context.migration.target;
    let who = context.who(Duty::Platform);
    let otherwise = format!("raise the quota{on}, or lower the most instances that {target} may start");
    let work = if is_kubernetes(it) {
        Work::Gate(MigrationGate { criteria, otherwise })
    } else {
        let of = |it: &Criterion| format!("{} {}", it.bound, it.measure.subject());
        let asked: Vec<String> = criteria.iter().map(of).collect();
        let reason = format!("the place grants at least {}; otherwise {otherwise}", asked.join(" and "));
        Work::Approval { role: context.role(Duty::Platform), reason }
    };
    let step = StepDraft::new(
        "room",
        format!("There is room{on} for {instances} instances of {target}"),
        work,
        who.clone(),
        time::by_person(&who, Activity::Review),
        facts,
    )
    .why("An instance that finds no room starts when the load is there, which is too late.")
    .notes(compared(context, service));
    Some(step)
}

/// Whether what it runs on tells how much of it is free.
fn is_kubernetes(it: &Infrastructure) -> bool {
    let platform = it.platform.as_deref().unwrap_or_default().to_lowercase();
    ["kubernetes", "k8s", "eks", "gke", "aks", "openshift"].iter().any(|word| platform.contains(word))
}

/// What a cluster can still grant of a resource: what its nodes allocate less what containers have asked for.
fn free(resource: &str) -> String {
    format!(
        "sum(kube_node_status_allocatable{{resource=\"{resource}\"}}) - \
         sum(kube_pod_container_resource_requests{{resource=\"{resource}\"}})"
    )
}

/// Cores and bytes of memory that all instances take at most.
fn wanted(context: &Context<'_>, it: &Infrastructure, instances: f64, on: &str) -> Vec<Criterion> {
    let number = fact(context, NEW, if it.max_instances.is_some() { "max_instances" } else { "instances" }, {
        format!("the new side has {instances} instances at most")
    });
    let told = [
        ("cores", it.cores, "cores_limit", it.cores_limit, false),
        ("memory", it.memory_bytes, "memory_limit", it.memory_limit_bytes, true),
    ];
    let criterion = |(field, asked, limit_field, limit, bytes): (&str, Option<f64>, &str, Option<f64>, bool)| {
        let each = limit.or(asked)?;
        let unit = |value: f64| if bytes { words::bytes(value) } else { format!("{value} cores") };
        let mut basis = vec![number.clone()];
        basis.extend(asked.map(|it| fact(context, NEW, field, format!("an instance asks for {}", unit(it)))));
        basis.extend(limit.map(|it| fact(context, NEW, limit_field, format!("an instance may use {}", unit(it)))));
        let (what, bound) = if bytes { ("GB of memory", instances * each / 1e9) } else { ("cores", instances * each) };
        let measure = Measure::Metric(format!("{what} that the instances may use{on}"));
        let asked = if bytes { format!("({}) / 1e9", free("memory")) } else { free("cpu") };
        let criterion = watch::none_of(measure, probe::metric(asked), 0.0, basis);
        Some(Criterion { holds: Holds::AtLeast, bound, ..criterion })
    };
    told.into_iter().filter_map(criterion).collect()
}

/// What the old side has for the same work.
fn compared(context: &Context<'_>, service: &crate::specification::model::ServiceDetails) -> Option<Note> {
    let (old, new) = (&service.legacy.infrastructure, &service.new.infrastructure);
    let whole = |it: &Infrastructure, each: Option<f64>, most: bool| {
        let number = if most { it.max_instances.or(it.instances) } else { it.instances };
        Some(f64::from(number?) * each?)
    };
    let cores = whole(old, old.cores, false).zip(whole(new, new.cores_limit.or(new.cores), true));
    let memory = whole(old, old.memory_bytes, false).zip(whole(new, new.memory_limit_bytes.or(new.memory_bytes), true));
    let mut said = Vec::new();
    said.extend(cores.map(|(before, after)| format!("{after} cores, the old one has {before}")));
    said.extend(
        memory.map(|(before, after)| {
            format!("{} of memory, the old one has {}", words::bytes(after), words::bytes(before))
        }),
    );
    if said.is_empty() {
        return None;
    }
    let facts = [
        ("instances", old.instances.map(|it| format!("the old side has {it} instances"))),
        ("cores", old.cores.map(|it| format!("an instance of the old side has {it} cores"))),
        ("memory", old.memory_bytes.map(|it| format!("an instance of the old side has {}", words::bytes(it)))),
    ];
    let facts = facts.into_iter().filter_map(|(field, says)| Some(fact(context, OLD, field, says?))).collect();
    Some(Note::new(
        format!("the new side may use {}: the load test decides whether that is enough", said.join("; ")),
        facts,
    ))
}

/// Instances that run before `percentage` of the traffic comes: as many as the load test found enough for that share of the
/// old side's highest load.
pub(crate) fn ready(context: &Context<'_>, percentage: f64) -> Option<Criterion> {
    let service = context.migration.service.as_ref()?;
    let it = &service.new.infrastructure;
    let most = f64::from(it.max_instances.or(it.instances)?);
    let (old, new) = (&service.legacy.load, &service.new.load);
    let peak = old.peak_requests_per_second.or(old.requests_per_second).filter(|it| *it > 0.0)?;
    let tested = [Some(peak), new.peak_requests_per_second, new.requests_per_second];
    let tested = tested.into_iter().flatten().fold(0.0, f64::max);
    let each = tested / most;
    let least = f64::from(it.instances.unwrap_or(1));
    let bound = (peak * percentage / 100.0 / each).ceil().clamp(least.min(most), most);
    let load = format!("{OLD}/current_load");
    let field = if old.peak_requests_per_second.is_some() { "peak_requests_per_second" } else { "requests_per_second" };
    let says = format!("the old side carries {peak} requests a second at its highest");
    let mut basis = vec![context.fact(&[&format!("{load}/{field}"), &load], says)];
    for (value, field) in
        [(new.peak_requests_per_second, "peak_requests_per_second"), (new.requests_per_second, "requests_per_second")]
    {
        if value == Some(tested) && tested > peak {
            let says = format!("the new side has to carry {tested} requests a second");
            basis.push(context.fact(&[&format!("{NEW}/target_performance/{field}")], says));
        }
    }
    basis.push(fact(context, NEW, if it.max_instances.is_some() { "max_instances" } else { "instances" }, {
        format!("{most} instances stand {tested} requests a second in the load test, so one stands {each:.0}")
    }));
    let measure = Measure::Metric(format!("instances of {} that are ready", context.migration.target));
    let up = probe::labelled(context, "up", &[("side", ProbeSide::Target.word())]);
    let criterion = watch::none_of(measure, probe::metric(format!("sum({up})")), 0.0, basis);
    Some(Criterion { holds: Holds::AtLeast, bound, ..criterion })
}
