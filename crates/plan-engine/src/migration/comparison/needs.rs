//! What people have to write for each pattern: what no program can know.

/// What people have to write for the pattern called `name`.
pub(super) fn of(name: &str) -> &'static [&'static str] {
    match name {
        "schema_change" => &[
            "the version of the application that knows the new schema",
            "conversions of values, where they are not those of the types",
        ],
        "parallel_schema" => {
            &["the new schema", "the transformation both ways", "the router of reads and writes", "a flag"]
        }
        "event_sourcing" => &[
            "the types of events, and upcasters for their versions",
            "the projection, and a projection back for every type of event",
            "the application's decisions on events",
        ],
        "bulk_snapshot" => &["the connection strings of both sides"],
        "incremental_sync" => &["watermarks on every table, and a way of deletions", "the job that carries a delta"],
        "stream" => {
            &["the configuration of the connector", "the consumers, with keys that make twice the same as once"]
        }
        "dual_write" => &[
            "writes of both sides in every writer, through the outbox",
            "comparison of reads, and rules for what may differ",
        ],
        "change_data_capture" => &["the connection strings of both sides", "keys for tables that have none"],
        "strangler_fig" => {
            &["the new service, route by route", "translations of requests and answers where both sides differ"]
        }
        "parallel_run" => {
            &["stubs where the new side would act on the world", "rules for what may differ between answers"]
        }
        "canary" => &["the new version, which runs beside the old one on the same data"],
        "blue_green" => &["the new side whole, on data that both versions know"],
        "cloud_to_cloud" => {
            &["the equivalents that the data file has none for", "the code of networks, keys and roles"]
        }
        "lift_and_shift" => &["move groups, addresses and names"],
        "re_architecture" => {
            &["the new services, context by context", "the data of each context, apart from the others"]
        }
        "hybrid" => &["the line between both places, with its objective of round trip and throughput"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pattern_says_what_people_write() {
        for pattern in crate::migration::pattern::known() {
            assert!(!super::of(pattern.names[0]).is_empty(), "{}", pattern.names[0]);
        }
    }
}
