//! Argo Rollouts: a `Rollout` whose steps are the stages of the plan, with the gates and triggers as analyses.

mod analysis;
mod rollout;

use plan_engine::specification::model::{Migration, TrafficSystem};

use super::super::ArtefactDirection::{Back, Forward};
use super::super::ArtefactFormat;
use super::super::generator::Generator;
use super::super::scene::{Scene, Stage};
use super::super::sink::Sink;
use super::super::yaml::documents;
use super::is_asked;
use super::kubernetes::Asked;
use super::proxy::comment;

pub(in super::super) struct ArgoRollouts;

/// The values that a rollout needs.
struct Told {
    namespace: String,
    name: String,
    /// The service of the old side: stable, or active.
    old: String,
    /// The service of the new side: canary, or preview.
    new: String,
    old_image: String,
    new_image: String,
    container_port: u32,
    replicas: u32,
    /// Where analyses ask; none where there are none.
    prometheus: Option<String>,
    /// Whether a route of the Gateway API has the weights.
    has_route: bool,
}

impl Generator for ArgoRollouts {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations() {
            if !is_asked(scene, migration, TrafficSystem::ArgoRollouts, "Argo Rollouts", sink) {
                continue;
            }
            let stages = scene.stages(migration);
            if !can(scene, migration, &stages, sink) {
                continue;
            }
            let Some(told) = told(scene, migration, sink) else { continue };
            let Some(first) = stages.first() else { continue };
            let analyses = analysis::of_phase(scene, first.phase, &told);
            let forward = rollout::forward(migration, first.phase, &told, &analyses);
            let mut objects = vec![forward];
            objects.extend(analyses.into_iter().map(|it| it.object));
            let head = format!("# {}\n", comment(&format!("{}: {}", first.phase.id, first.phase.purpose)));
            let file = scene.of_phase(first.phase, Forward, "rollout.yaml", ArtefactFormat::Kubernetes);
            let purpose = format!("Argo Rollouts: {} by the stages of the plan, with its analyses", migration.target);
            sink.put(file.purpose(purpose).text(head + &documents(&objects)));
            let head = format!("# {}\n", comment(&format!("{}: back to {}", first.phase.id, migration.source)));
            let file = scene.of_phase(first.phase, Back, "rollout.yaml", ArtefactFormat::Kubernetes);
            let purpose = format!("Argo Rollouts: {} again, without steps in between", migration.source);
            sink.put(file.purpose(purpose).text(head + &rollout::back(migration, &told).document()));
        }
    }
}

/// A rollout is of one workload whose image changes, in whole per cent.
fn can(scene: &Scene<'_>, migration: &Migration, stages: &[Stage<'_>], sink: &mut Sink) -> bool {
    let mut refuse = |needed: String| {
        sink.missing(scene.missing(migration, "delivery.traffic", &needed, "traffic: [nginx]"));
    };
    if !matches!(migration.pattern.as_str(), "canary" | "blue_green") {
        refuse(format!(
            "another way to move traffic: a Rollout replaces one image of a workload by another, and {} has both sides apart",
            migration.pattern
        ));
        return false;
    }
    let first = stages.first().map(|it| it.flag);
    if stages.iter().any(|it| Some(it.flag) != first) {
        refuse("another way to move traffic: a Rollout moves all of it, and there are several flags".to_owned());
        return false;
    }
    if let Some(stage) = stages.iter().find(|it| it.to.fract() != 0.0) {
        refuse(format!(
            "another way to move traffic: a Rollout knows whole percentages only, and a stage has {} %",
            stage.to
        ));
        return false;
    }
    true
}

fn told(scene: &Scene<'_>, migration: &Migration, sink: &mut Sink) -> Option<Told> {
    let has_analyses = scene.stages(migration).first().is_some_and(|it| analysis::is_needed(scene, it.phase));
    let mut ask = Asked::new(scene, migration, sink);
    let namespace = ask.text("namespace", |it| it.namespace.clone(), "the Rollout", "namespace: shop");
    let name = ask.text("name", |it| it.name.clone(), "the Rollout", "name: orders");
    let old = ask.text("old_service", |it| it.old_service.clone(), &migration.source, "old_service: orders-stable");
    let new = ask.text("new_service", |it| it.new_service.clone(), &migration.target, "new_service: orders-canary");
    let old_image =
        ask.text("old_image", |it| it.old_image.clone(), "the way back", "old_image: registry.internal/orders:3.2");
    let new_image =
        ask.text("new_image", |it| it.new_image.clone(), "the Rollout", "new_image: registry.internal/orders:4.0");
    let container_port = ask.number("container_port", |it| it.container_port, "the containers", "container_port: 8080");
    let prometheus = has_analyses.then(|| {
        ask.text(
            "prometheus",
            |it| it.prometheus.clone(),
            "the analyses",
            "prometheus: http://prometheus.monitoring:9090",
        )
    });
    let replicas = migration.service.as_ref().and_then(|it| it.new.infrastructure.instances);
    if replicas.is_none() {
        ask.missing("service.new.infrastructure.instances", "the Rollout's replicas", "instances: 4");
    }
    let prometheus = match prometheus {
        Some(told) => Some(told?),
        None => None,
    };
    Some(Told {
        namespace: namespace?,
        name: name?,
        old: old?,
        new: new?,
        old_image: old_image?,
        new_image: new_image?,
        container_port: container_port?,
        replicas: replicas?,
        prometheus,
        has_route: migration.delivery.as_ref().is_some_and(|it| it.traffic.contains(&TrafficSystem::GatewayApi)),
    })
}
