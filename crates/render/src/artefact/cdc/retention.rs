//! An alert over the log that a slot keeps: a reader that is gone fills the disk of the sender.

use plan_engine::specification::model::Migration;

use super::super::ArtefactFormat;
use super::super::scene::{Scene, safe};
use super::super::shell::comment;
use super::super::sink::Sink;
use super::super::yaml::Yaml;
use super::file;

/// How much of the disk may be full before somebody is called.
const SHARE: f64 = 0.7;

/// The rule, where the disk is told.
pub(super) fn alert(scene: &Scene<'_>, sink: &mut Sink, migration: &Migration) {
    let Some(disk) = migration.data.as_ref().and_then(|it| it.log_disk) else {
        sink.left_out(
            format!("the alert over the log that slots of {} keep", migration.id),
            "nobody says how much disk the log may take",
            scene.field(migration, "data.log_disk"),
        );
        return;
    };
    let bound = (disk * SHARE).floor();
    let id = safe(&migration.id);
    let rule = Yaml::map([
        ("alert", "MigrationSlotRetention".into()),
        ("expr", format!("migration_slot_retained_bytes{{migration=\"{id}\"}} > {bound}").into()),
        ("for", "5m".into()),
        (
            "labels",
            Yaml::map([("action", "calls".into()), ("plan", scene.plan.digest.as_str().into()), ("severity", "critical".into())]),
        ),
        (
            "annotations",
            Yaml::map([
                (
                    "summary",
                    format!("slot {{{{ $labels.slot }}}} keeps {{{{ $value | humanize1024 }}}}B of log, of {disk} bytes that it may").into(),
                ),
                (
                    "description",
                    "See why the receiver does not confirm; before the disk is full drop the slot with forward-drop.sql or \
                     back-drop.sql, and copy anew."
                        .into(),
                ),
            ]),
        ),
    ]);
    let group = Yaml::map([("name", format!("{id}/replication").into()), ("rules", Yaml::List(vec![rule]))]);
    let purpose = "Calls before a slot fills the disk; `replicate.sh status` writes what it watches";
    let head =
        comment(&format!("{purpose}.")) + &comment(&format!("Of the plan with the digest {}.", scene.plan.digest));
    let text = head + &Yaml::map([("groups", Yaml::List(vec![group]))]).document();
    sink.put(file(migration, "retention.rules.yml", ArtefactFormat::PrometheusRules, purpose, text));
}
