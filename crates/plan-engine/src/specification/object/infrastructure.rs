//! What a service runs on.

use super::{Fields, Object, Seen};
use crate::specification::form::{Amount, Bytes, Form, Gigabytes, Megabytes, Text, Whole};
use crate::specification::model;
use crate::specification::node::Node;
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

#[derive(Default)]
pub(super) struct Infrastructure {
    instances: Option<u32>,
    max_instances: Option<u32>,
    cores: Option<f64>,
    cores_limit: Option<f64>,
    memory: Option<f64>,
    memory_limit: Option<f64>,
    platform: Option<String>,
    load_balancer: Option<String>,
}

impl Object for Infrastructure {
    type Made = model::Infrastructure;
    const NAME: &'static str = "infrastructure";
    const ABOUT: &'static str = "What a side of a service runs on.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Whole>("instances", "Instances at the start.", |it| &mut it.instances)
            .also::<Whole>("initial_replicas", "The same.", |it| &mut it.instances)
            .field::<Whole>("max_instances", "Instances at most.", |it| &mut it.max_instances)
            .also::<Whole>("max_replicas", "The same.", |it| &mut it.max_instances)
            .field::<Amount>("cores", "Cores of one instance.", |it| &mut it.cores)
            .also::<Amount>("cpu_cores_per_instance", "The same.", |it| &mut it.cores)
            .also::<Millicores>("cpu_request_millicores", "The same in thousandths.", |it| &mut it.cores)
            .field::<Amount>("cores_limit", "Cores that one instance may use.", |it| &mut it.cores_limit)
            .also::<Millicores>("cpu_limit_millicores", "The same in thousandths.", |it| &mut it.cores_limit)
            .field::<Bytes>("memory", "Memory of one instance.", |it| &mut it.memory)
            .also::<Gigabytes>("memory_gb_per_instance", "The same in gigabytes (10⁹ bytes).", |it| &mut it.memory)
            .also::<Megabytes>("memory_request_mb", "The same in megabytes (10⁶ bytes).", |it| &mut it.memory)
            .field::<Bytes>("memory_limit", "Memory that one instance may use.", |it| &mut it.memory_limit)
            .also::<Megabytes>("memory_limit_mb", "The same in megabytes (10⁶ bytes).", |it| &mut it.memory_limit)
            .field::<Text>("platform", "Where it runs, such as `Kubernetes`.", |it| &mut it.platform)
            .also::<Text>("container_platform", "The same.", |it| &mut it.platform)
            .field::<Text>("load_balancer", "What stands before it.", |it| &mut it.load_balancer)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<model::Infrastructure> {
        if let Some((instances, most)) = self.instances.zip(self.max_instances)
            && most < instances
        {
            let message = format!("at most {most} instances, but {instances} at the start");
            reader.out_of_order(seen.value("max_instances"), message, "correct one of the two");
        }
        Some(model::Infrastructure {
            instances: self.instances,
            max_instances: self.max_instances,
            cores: self.cores,
            cores_limit: self.cores_limit,
            memory_bytes: self.memory,
            memory_limit_bytes: self.memory_limit,
            platform: self.platform,
            load_balancer: self.load_balancer,
        })
    }
}

/// A number of thousandths of a core.
struct Millicores;

impl Form for Millicores {
    type Value = f64;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        Amount::read(node, reader).map(|number| number / 1_000.0)
    }

    fn schema(definitions: &mut Definitions) -> serde_json::Value {
        Amount::schema(definitions)
    }

    fn shown() -> String {
        "number of thousandths".to_owned()
    }

    fn same(one: &f64, other: &f64) -> bool {
        Amount::same(one, other)
    }
}
