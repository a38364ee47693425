//! The generators, a file each behind one trait.

use super::bulk;
use super::cdc;
use super::events;
use super::flags;
use super::inventory;
use super::pipeline;
use super::prometheus;
use super::recovery;
use super::scene::Scene;
use super::sink::Sink;
use super::steps;
use super::terraform;
use super::traffic;

/// Writes one kind of artefact.
pub(super) trait Generator: Sync {
    /// Puts what `scene` asks for into `sink`: files, fields that are missing, what is left out and why.
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink);
}

/// All of them, in the order of the documentation.
pub(super) const ALL: &[&dyn Generator] = &[
    &flags::Flagd,
    &flags::Unleash,
    &flags::Cutover,
    &traffic::Nginx,
    &traffic::Haproxy,
    &traffic::ArgoRollouts,
    &traffic::GatewayApi,
    &prometheus::Prometheus,
    &recovery::Recovery,
    &inventory::Tables,
    &terraform::Terraform,
    &steps::Steps,
    &pipeline::Pipelines,
    &cdc::Replication,
    &cdc::Outbox,
    &bulk::Bulk,
    &events::Events,
];
