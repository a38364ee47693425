//! What objects of Kubernetes have in common: names that have to be told, what stands in front of every object.

use plan_engine::specification::model::{Kubernetes, Migration};

use super::super::scene::Scene;
use super::super::sink::Sink;
use super::super::yaml::Yaml;

/// The fields of `delivery.kubernetes` while they are asked for: what is missing is reported.
pub(super) struct Asked<'a, 's> {
    scene: &'a Scene<'s>,
    migration: &'a Migration,
    sink: &'a mut Sink,
    told: Kubernetes,
}

impl<'a, 's> Asked<'a, 's> {
    pub(super) fn new(scene: &'a Scene<'s>, migration: &'a Migration, sink: &'a mut Sink) -> Self {
        let told = migration.delivery.as_ref().and_then(|it| it.kubernetes.clone()).unwrap_or_default();
        Self { scene, migration, sink, told }
    }

    pub(super) fn text(
        &mut self,
        field: &str,
        value: impl FnOnce(&Kubernetes) -> Option<String>,
        needed: &str,
        example: &str,
    ) -> Option<String> {
        let found = value(&self.told);
        if found.is_none() {
            let field = format!("delivery.kubernetes.{field}");
            self.sink.missing(self.scene.missing(self.migration, &field, needed, example));
        }
        found
    }

    pub(super) fn number(
        &mut self,
        field: &str,
        value: impl FnOnce(&Kubernetes) -> Option<u32>,
        needed: &str,
        example: &str,
    ) -> Option<u32> {
        let found = value(&self.told);
        if found.is_none() {
            let field = format!("delivery.kubernetes.{field}");
            self.sink.missing(self.scene.missing(self.migration, &field, needed, example));
        }
        found
    }

    /// Another field of the migration that is missing.
    pub(super) fn missing(&mut self, field: &str, needed: &str, example: &str) {
        self.sink.missing(self.scene.missing(self.migration, field, needed, example));
    }
}

/// An object with its name and namespace; `spec` is put behind them.
pub(super) fn object(version: &str, kind: &str, (name, namespace): (&str, &str), spec: Yaml) -> Yaml {
    Yaml::map([
        ("apiVersion", version.into()),
        ("kind", kind.into()),
        ("metadata", Yaml::map([("name", name.into()), ("namespace", namespace.into())])),
        ("spec", spec),
    ])
}
