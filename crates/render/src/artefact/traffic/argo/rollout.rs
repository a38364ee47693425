//! The `Rollout` itself.

use plan_engine::migration::{MigrationPhase, Work};
use plan_engine::specification::model::{Infrastructure, Migration};

use super::super::super::yaml::Yaml;
use super::super::kubernetes::object;
use super::Told;
use super::analysis::Analysis;

/// How long the old side is kept running behind a switch, where nothing longer is told: a day and a night, in seconds.
const KEPT: u32 = 86_400;

/// With the new image, by the stages of the phase.
pub(super) fn forward(migration: &Migration, phase: &MigrationPhase, told: &Told, analyses: &[Analysis]) -> Yaml {
    let strategy = match migration.pattern.as_str() {
        "blue_green" => blue_green(told, analyses),
        _ => canary(phase, told, analyses),
    };
    workload(migration, told, &told.new_image, strategy)
}

/// With the old image, at once: what was stable before needs no steps.
pub(super) fn back(migration: &Migration, told: &Told) -> Yaml {
    let strategy = match migration.pattern.as_str() {
        "blue_green" => {
            let services = [("activeService", told.old.as_str().into()), ("previewService", told.new.as_str().into())];
            let services = Yaml::map(services).with("autoPromotionEnabled", true);
            Yaml::map([("blueGreen", services.with("scaleDownDelaySeconds", KEPT))])
        }
        _ => Yaml::map([("canary", services(told).with("steps", vec![Yaml::map([("setWeight", 100_u32.into())])]))]),
    };
    workload(migration, told, &told.old_image, strategy)
}

fn services(told: &Told) -> Yaml {
    let services =
        Yaml::map([("stableService", told.old.as_str().into()), ("canaryService", told.new.as_str().into())]);
    if !told.has_route {
        return services;
    }
    let route = [("httpRoute", told.name.as_str().into()), ("namespace", told.namespace.as_str().into())];
    let plugins = Yaml::map([("argoproj-labs/gatewayAPI", Yaml::map(route))]);
    services.with("trafficRouting", Yaml::map([("plugins", plugins)]))
}

fn canary(phase: &MigrationPhase, told: &Told, analyses: &[Analysis]) -> Yaml {
    let mut steps = Vec::new();
    for step in &phase.steps {
        match &step.work {
            Work::Traffic { to, .. } => steps.push(Yaml::map([("setWeight", Yaml::Plain(format!("{to}")))])),
            Work::Wait { seconds, .. } if !steps.is_empty() => {
                steps.push(Yaml::map([("pause", Yaml::map([("duration", format!("{}s", seconds.round()).into())]))]));
            }
            // Somebody lets it go on: `kubectl argo rollouts promote`.
            Work::Approval { .. } if !steps.is_empty() => {
                steps.push(Yaml::map([("pause", Yaml::Map(Vec::new()))]));
            }
            _ => {}
        }
        if let Some(it) = analyses.iter().find(|it| it.step.as_ref() == Some(&step.id)) {
            steps.push(Yaml::map([("analysis", templates(&it.name))]));
        }
    }
    let mut canary = services(told);
    if let Some(triggers) = analyses.iter().find(|it| it.step.is_none()) {
        // Asked all through, from the first stage on: a failure aborts, and all traffic is stable's again.
        canary = canary.with("analysis", templates(&triggers.name).with("startingStep", 1_u32));
    }
    Yaml::map([("canary", canary.with("steps", steps))])
}

fn blue_green(told: &Told, analyses: &[Analysis]) -> Yaml {
    let mut strategy = Yaml::map([
        ("activeService", told.old.as_str().into()),
        ("previewService", told.new.as_str().into()),
        // The plan says when it is switched: `kubectl argo rollouts promote`.
        ("autoPromotionEnabled", false.into()),
        ("scaleDownDelaySeconds", KEPT.into()),
    ]);
    let names: Vec<Yaml> = analyses.iter().map(|it| Yaml::map([("templateName", it.name.as_str().into())])).collect();
    if !names.is_empty() {
        strategy = strategy.with("postPromotionAnalysis", Yaml::map([("templates", Yaml::List(names))]));
    }
    Yaml::map([("blueGreen", strategy)])
}

fn templates(name: &str) -> Yaml {
    Yaml::map([("templates", Yaml::List(vec![Yaml::map([("templateName", name.into())])]))])
}

fn workload(migration: &Migration, told: &Told, image: &str, strategy: Yaml) -> Yaml {
    let labels = || Yaml::map([("app", told.name.as_str().into())]);
    let port = Yaml::map([("containerPort", told.container_port.into())]);
    let mut container =
        Yaml::map([("name", told.name.as_str().into()), ("image", image.into()), ("ports", Yaml::List(vec![port]))]);
    if let Some(resources) = migration.service.as_ref().and_then(|it| resources(&it.new.infrastructure)) {
        container = container.with("resources", resources);
    }
    let template = Yaml::map([
        ("metadata", Yaml::map([("labels", labels())])),
        ("spec", Yaml::map([("containers", Yaml::List(vec![container]))])),
    ]);
    let spec = Yaml::map([
        ("replicas", told.replicas.into()),
        ("selector", Yaml::map([("matchLabels", labels())])),
        ("template", template),
        ("strategy", strategy),
    ]);
    object("argoproj.io/v1alpha1", "Rollout", (&told.name, &told.namespace), spec)
}

/// What a container asks for and may use, where it is told.
fn resources(told: &Infrastructure) -> Option<Yaml> {
    let of = |cores: Option<f64>, memory: Option<f64>| {
        let cores = cores.map(|it| ("cpu".to_owned(), Yaml::Text(format!("{}m", (it * 1_000.0).round()))));
        let memory = memory.map(|it| ("memory".to_owned(), Yaml::Text(format!("{}", it.round()))));
        let members: Vec<(String, Yaml)> = cores.into_iter().chain(memory).collect();
        (!members.is_empty()).then_some(Yaml::Map(members))
    };
    let requests = of(told.cores, told.memory_bytes).map(|it| ("requests".to_owned(), it));
    let limits = of(told.cores_limit, told.memory_limit_bytes).map(|it| ("limits".to_owned(), it));
    let members: Vec<(String, Yaml)> = requests.into_iter().chain(limits).collect();
    (!members.is_empty()).then_some(Yaml::Map(members))
}
