//! What the values of a resource tell: region, size, address, names, group.

use source_tree::{NodeId, Tree, Value};

use crate::specification::model::{Criticality, Resource};

/// Fields that hold gigabytes in the providers' schemas; Terraform's providers count GiB.
const GIBIBYTES: [&str; 6] = ["allocated_storage", "volume_size", "size", "disk_size", "disk_size_gb", "storage_gb"];
const REGIONS: [&str; 4] = ["region", "location", "availability_zone", "zone"];
const ADDRESSES: [&str; 6] =
    ["private_ip", "private_ip_address", "address", "ip_address", "public_ip", "default_ip_address"];
const TAGS: [&str; 3] = ["tags_all", "tags", "labels"];
/// Tags that say what a resource is part of.
const GROUPS: [&str; 5] = ["application", "app", "system", "service", "project"];

/// Adds what `values` tell to `resource`.
pub(super) fn tell(tree: &Tree, values: NodeId, resource: &mut Resource) {
    let text = |key: &&str| tree.get(values, key).and_then(|it| tree.str(it)).filter(|it| !it.is_empty());
    resource.region = REGIONS.iter().find_map(text).map(str::to_owned);
    resource.address = ADDRESSES.iter().find_map(text).map(str::to_owned);
    resource.bytes = bytes(tree, values, &resource.kind);
    if matches!(resource.kind.as_str(), "aws_route53_record" | "google_dns_record_set") {
        resource.dns.extend(text(&"fqdn").or_else(|| text(&"name")).map(str::to_owned));
        resource.address = None;
    }
    for tags in TAGS.iter().filter_map(|it| tree.get(values, it)) {
        let tag = |names: &[&str]| {
            let mut all = tree.entries(tags);
            let found = all.find(|(key, _)| names.contains(&key.to_lowercase().as_str()))?;
            tree.str(found.1).filter(|it| !it.is_empty()).map(str::to_owned)
        };
        resource.group = resource.group.take().or_else(|| tag(&GROUPS));
        let told = tag(&["criticality", "tier"]).and_then(|it| criticality(&it));
        resource.criticality = resource.criticality.or(told);
    }
}

/// Of what holds data by its schema; the `size` of other types is something else.
fn bytes(tree: &Tree, values: NodeId, kind: &str) -> Option<f64> {
    let number = |key: &str| match tree.value(tree.get(values, key)?) {
        Value::Number(text) => text.parse::<f64>().ok().filter(|it| it.is_finite() && *it > 0.0),
        _ => None,
    };
    let sized = ["disk", "volume", "db_", "sql", "database", "server", "redis", "filestore"];
    if !sized.iter().any(|it| kind.contains(it)) {
        return None;
    }
    GIBIBYTES.iter().find_map(|key| number(key)).map(|it| it * 1_073_741_824.0)
}

fn criticality(text: &str) -> Option<Criticality> {
    Some(match text.to_lowercase().as_str() {
        "low" => Criticality::Low,
        "medium" => Criticality::Medium,
        "high" => Criticality::High,
        "critical" => Criticality::Critical,
        _ => return None,
    })
}
