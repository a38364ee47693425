//! Queries that engines answer of themselves: lags, counts, checksums, references.

use schema_diff::Dialect;
use schema_diff::write::Writer;

use super::super::pattern::Engine;
use super::probe::{self, sql};
use crate::migration::context::Context;
use crate::migration::draft::slug_of;
use crate::migration::model::{Probe, ProbeSide};

/// The largest prime below 2⁵³: sums stay whole numbers in every reader.
const MODULUS: u64 = 9_007_199_254_740_881;

/// The name that slots, publications and subscriptions of the migration bear: a plain identifier of PostgreSQL, of at most
/// 63 bytes with what may stand behind it.
pub(crate) fn object_name(context: &Context<'_>) -> String {
    if let Some(stated) = context.migration.data.as_ref().and_then(|it| it.slot.clone()) {
        return stated;
    }
    let plain = |it: char| if it.is_ascii_lowercase() || it.is_ascii_digit() { it } else { '_' };
    let slug: String = slug_of(&context.migration.id).chars().map(plain).take(40).collect();
    format!("migration_{slug}")
}

/// The same for what runs back.
pub(crate) fn object_name_back(context: &Context<'_>) -> String {
    format!("{}_back", object_name(context))
}

/// Which way rows flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// From the source to the target.
    Forward,
    /// From the target back to the source.
    Back,
}

impl Flow {
    /// The value of the label `direction`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Back => "back",
        }
    }

    /// The side that sends.
    pub(crate) fn sender(self) -> ProbeSide {
        match self {
            Self::Forward => ProbeSide::Source,
            Self::Back => ProbeSide::Target,
        }
    }
}

/// Seconds by which the receiver is behind the sender, as the sender knows it.
pub(crate) fn lag(context: &Context<'_>, sender: &Engine, flow: Flow) -> Probe {
    match sender.product {
        Some("PostgreSQL") => {
            let name = flow_name(context, flow);
            // `replay_lag` is NULL where there was nothing to apply of late; without a receiver there is no answer.
            let statement = format!(
                "SELECT CASE WHEN count(*) > 0 THEN coalesce(max(extract(epoch FROM replay_lag)), 0) END FROM \
                 pg_stat_replication WHERE application_name = '{name}'"
            );
            sql(flow.sender(), statement)
        }
        Some("MySQL" | "MariaDB") => {
            let receiver = match flow {
                Flow::Forward => ProbeSide::Target,
                Flow::Back => ProbeSide::Source,
            };
            let side = [("side", receiver.word())];
            let selector = probe::labelled(context, "mysql_slave_status_seconds_behind_master", &side);
            probe::metric(format!("max({selector})"))
        }
        _ => probe::metric(format!("max({})", probe::own(context, "lag_seconds", &[("direction", flow.word())]))),
    }
}

/// How many feeds of this direction run: one.
pub(crate) fn running(context: &Context<'_>, sender: &Engine, flow: Flow) -> Probe {
    if sender.product != Some("PostgreSQL") {
        return probe::metric(format!("max({})", probe::own(context, "feed_running", &[("direction", flow.word())])));
    }
    let name = flow_name(context, flow);
    let statement = format!("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{name}' AND active");
    sql(flow.sender(), statement)
}

/// Bytes of the sender's log that the receiver has not confirmed.
pub(crate) fn unconfirmed(context: &Context<'_>, sender: &Engine, flow: Flow) -> Probe {
    if sender.product != Some("PostgreSQL") {
        let selector = probe::own(context, "unapplied_changes", &[("direction", flow.word())]);
        return probe::metric(format!("max({selector})"));
    }
    let name = flow_name(context, flow);
    let statement = format!(
        "SELECT greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0) FROM pg_replication_slots WHERE \
         slot_name = '{name}'"
    );
    sql(flow.sender(), statement)
}

fn flow_name(context: &Context<'_>, flow: Flow) -> String {
    match flow {
        Flow::Forward => object_name(context),
        Flow::Back => object_name_back(context),
    }
}

/// Rows of a table on both sides.
pub(crate) fn counts(table: &str) -> Probe {
    let statement = format!("SELECT count(*) FROM {}", identifier(table));
    Probe::Both { source: statement.clone(), target: statement }
}

/// A sum over the digests of all rows of a table, on both sides; none where the engines write rows differently.
pub(crate) fn checksums(table: &str, source: &Engine, target: &Engine) -> Option<Probe> {
    if source.is_another_product(target) || source.product.or(target.product) != Some("PostgreSQL") {
        return None;
    }
    let statement = format!(
        "SELECT coalesce(sum(('x' || substr(md5(row_of_it::text), 1, 15))::bit(60)::bigint), 0) % {MODULUS} FROM {} AS \
         row_of_it",
        identifier(table)
    );
    Some(Probe::Both { source: statement.clone(), target: statement })
}

/// Rows whose foreign key points at nothing, over all foreign keys of the engine.
pub(crate) fn orphans(engine: &Engine, on: ProbeSide) -> Option<Probe> {
    match engine.product {
        Some("PostgreSQL") => Some(sql(on, ORPHANS)),
        Some("SQLite") => Some(sql(on, "SELECT count(*) FROM pragma_foreign_key_check")),
        _ => None,
    }
}

/// Each foreign key becomes a query of its own, which `query_to_xml` runs: one statement for all that the catalogue has.
const ORPHANS: &str = "SELECT coalesce(sum((xpath('//orphans/text()', query_to_xml(format('SELECT count(*) AS orphans FROM %s AS \
child WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS parent WHERE %s)', child, filled, parent, joined), false, true, \
'')))[1]::text::bigint), 0) FROM (SELECT keys.conrelid::regclass AS child, keys.confrelid::regclass AS parent, \
string_agg(format('child.%I IS NOT NULL', mine.attname), ' AND ') AS filled, string_agg(format('child.%I = parent.%I', \
mine.attname, its.attname), ' AND ') AS joined FROM pg_constraint AS keys CROSS JOIN LATERAL unnest(keys.conkey, \
keys.confkey) AS pair(mine_at, its_at) JOIN pg_attribute AS mine ON mine.attrelid = keys.conrelid AND mine.attnum = \
pair.mine_at JOIN pg_attribute AS its ON its.attrelid = keys.confrelid AND its.attnum = pair.its_at WHERE keys.contype = \
'f' AND keys.conparentid = 0 GROUP BY keys.oid, keys.conrelid, keys.confrelid) AS foreign_keys";

/// Connections that clients may have at a time.
pub(crate) fn connections(engine: &Engine, on: ProbeSide) -> Option<Probe> {
    let statement = match engine.product {
        Some("PostgreSQL") => {
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
        }
        Some("MySQL" | "MariaDB") => "SELECT @@GLOBAL.max_connections",
        _ => return None,
    };
    Some(sql(on, statement))
}

/// A table's name as SQL takes it; parts are quoted where they have to be.
pub(crate) fn identifier(table: &str) -> String {
    let writer = Writer::new(Dialect::Postgres);
    table.split('.').map(|part| writer.ident(part)).collect::<Vec<_>>().join(".")
}
