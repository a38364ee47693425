//! One migration.

use super::api::Api;
use super::business::{Asked, Continuity};
use super::clouds::Clouds;
use super::constraints::Constraints;
use super::context::Context;
use super::data::Data;
use super::delivery::Delivery;
use super::edit::Edits;
use super::flag::Flag;
use super::inventory::Resource;
use super::monitoring::Monitoring;
use super::performance::Performance;
use super::phase::Phase;
use super::recovery::Recovery;
use super::schema::Schema;
use super::service::Service;
use super::table::Table;
use super::trigger::Trigger;
use super::{Fields, Item, Object, Seen};
use crate::specification::fault::Fault;
use crate::specification::form::{Choice, List, Migrations, Name, OneOrMore, Reference, Roles, Text, Windows, Words};
use crate::specification::model::{self, Kind};
use crate::specification::reader::Reader;

impl Words for Kind {
    const WHAT: &'static str = "type of migration";
    const ALL: &'static [(&'static str, Self)] =
        &[("database", Self::Database), ("service", Self::Service), ("infrastructure", Self::Infrastructure)];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pattern(&'static str);

impl Words for Pattern {
    const WHAT: &'static str = "pattern";
    const ALL: &'static [(&'static str, Self)] = &{
        let mut all = [("", Pattern("")); model::PATTERNS.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = (model::PATTERNS[at].name, Pattern(model::PATTERNS[at].means));
            at += 1;
        }
        all
    };
}

#[derive(Default)]
pub(super) struct Migration {
    id: Option<String>,
    kind: Option<Kind>,
    pattern: Option<Pattern>,
    source: Option<String>,
    target: Option<String>,
    description: Option<String>,
    after: Option<Vec<String>>,
    together_with: Option<Vec<String>>,
    owner: Option<String>,
    approver: Option<String>,
    windows: Option<Vec<String>>,
    constraints: Option<model::Constraints>,
    tables: Option<Vec<model::Table>>,
    schema: Option<model::SchemaSides>,
    schema_changes: Option<Vec<model::TableEdits>>,
    data: Option<model::Data>,
    api: Option<model::ApiSides>,
    service: Option<model::ServiceDetails>,
    phases: Option<Vec<model::StatedPhase>>,
    flags: Option<Vec<model::Flag>>,
    monitoring: Option<model::Monitoring>,
    triggers: Option<Vec<model::Trigger>>,
    performance: Option<model::Performance>,
    inventory: Option<Vec<model::Resource>>,
    inventory_file: Option<String>,
    clouds: Option<model::Clouds>,
    contexts: Option<Vec<model::BoundedContext>>,
    recovery: Option<model::Recovery>,
    delivery: Option<model::Delivery>,
    business: Option<Asked>,
}

/// A migration, and what the business asks for while it is under way.
#[derive(Debug, PartialEq)]
pub(super) struct Read {
    pub(super) migration: model::Migration,
    pub(super) business: Option<Asked>,
    /// Where it begins.
    pub(super) span: findings::Span,
}

impl Object for Migration {
    type Made = Read;
    const NAME: &'static str = "migration";
    const ABOUT: &'static str = "One migration: of a database, a service or an infrastructure.";

    fn fields() -> Fields<Self> {
        Self::identity()
            .embed(Self::order(), |it| it)
            .embed(Self::database(), |it| it)
            .embed(Self::traffic(), |it| it)
            .embed(Self::places(), |it| it)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<Read> {
        let kind = self.kind?;
        let pattern = self.pattern?.0;
        fits(kind, pattern, seen, reader);
        let migration = model::Migration {
            id: self.id.unwrap_or_default(),
            pointer: reader.pointer().to_owned(),
            kind,
            pattern: pattern.to_owned(),
            source: self.source?,
            target: self.target?,
            description: self.description,
            after: self.after.unwrap_or_default(),
            together_with: self.together_with.unwrap_or_default(),
            owner: self.owner,
            approver: self.approver,
            windows: self.windows.unwrap_or_default(),
            constraints: self.constraints.unwrap_or_default(),
            tables: self.tables.unwrap_or_default(),
            schema: self.schema,
            schema_changes: self.schema_changes.unwrap_or_default(),
            data: self.data,
            api: self.api,
            service: self.service,
            phases: self.phases.unwrap_or_default(),
            flags: self.flags.unwrap_or_default(),
            monitoring: self.monitoring.unwrap_or_default(),
            triggers: self.triggers.unwrap_or_default(),
            performance: self.performance.unwrap_or_default(),
            inventory: self.inventory.unwrap_or_default(),
            inventory_file: self.inventory_file,
            clouds: self.clouds,
            contexts: self.contexts.unwrap_or_default(),
            recovery: self.recovery,
            delivery: self.delivery,
        };
        Some(Read { migration, business: self.business, span: seen.object() })
    }
}

impl Migration {
    fn identity() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Migrations>>("id", "Its name, unique in the specification.", |it| &mut it.id)
            .field::<Choice<Kind>>("type", "What is migrated.", |it| &mut it.kind)
            .required()
            .field::<Choice<Pattern>>("pattern", "How.", |it| &mut it.pattern)
            .required()
            .field::<Text>("source", "What it leaves, in words.", |it| &mut it.source)
            .required()
            .field::<Text>("target", "What it arrives at, in words.", |it| &mut it.target)
            .required()
            .field::<Text>("description", "What it is for.", |it| &mut it.description)
    }

    fn order() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<OneOrMore<Reference<Migrations>>>(
                "after",
                "Migrations that are finished before it starts.",
                |it| &mut it.after,
            )
            .field::<OneOrMore<Reference<Migrations>>>(
                "together_with",
                "Migrations that are deployed, and rolled back, together with it.",
                |it| &mut it.together_with,
            )
            .field::<Reference<Roles>>("owner", "The role that does its work.", |it| &mut it.owner)
            .field::<Reference<Roles>>("approver", "The role that approves what cannot be taken back.", |it| {
                &mut it.approver
            })
            .field::<OneOrMore<Reference<Windows>>>(
                "windows",
                "The windows in which its work is done; all windows of the specification unless told.",
                |it| &mut it.windows,
            )
            .field::<Item<Constraints>>("constraints", "What it has to keep to.", |it| &mut it.constraints)
            .field::<Item<Continuity>>("business_continuity", "When the business is busy.", |it| &mut it.business)
    }

    fn database() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<List<Item<Table>>>("tables", "Tables, with what is known of them.", |it| &mut it.tables)
            .also::<List<Item<Table>>>("tables_to_migrate", "The same.", |it| &mut it.tables)
            .field::<Item<Schema>>("schema", "The schema before and after, as files or engines.", |it| &mut it.schema)
            .field::<List<Item<Edits>>>("schema_changes", "What changes, where there are no schema files.", |it| {
                &mut it.schema_changes
            })
            .field::<Item<Data>>("data", "What patterns that move data need to know of the way.", |it| &mut it.data)
            .field::<Item<Performance>>("performance", "What the result has to stand.", |it| &mut it.performance)
            .also::<Item<Performance>>("performance_requirements", "The same.", |it| &mut it.performance)
            .field::<Item<Recovery>>("recovery", "How data are brought back from a backup.", |it| &mut it.recovery)
    }

    fn places() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<List<Item<Resource>>>("inventory", "What runs at the source.", |it| &mut it.inventory)
            .field::<Text>(
                "inventory_file",
                "The same from Terraform: a file that `terraform show -json` wrote, relative to the specification.",
                |it| &mut it.inventory_file,
            )
            .field::<Item<Clouds>>("clouds", "The places that an infrastructure leaves and arrives at.", |it| {
                &mut it.clouds
            })
            .field::<List<Item<Context>>>("contexts", "Parts that are built anew and taken out one by one.", |it| {
                &mut it.contexts
            })
    }

    fn traffic() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Item<Api>>("api", "The interface before and after, as documents.", |it| &mut it.api)
            .field::<Item<Service>>("service", "The service before and after.", |it| &mut it.service)
            .also::<Item<Service>>("service_details", "The same.", |it| &mut it.service)
            .field::<List<Item<Phase>>>("phases", "Phases that the author names.", |it| &mut it.phases)
            .also::<List<Item<Phase>>>("migration_phases", "The same.", |it| &mut it.phases)
            .field::<List<Item<Flag>>>("flags", "Flags that move traffic.", |it| &mut it.flags)
            .also::<List<Item<Flag>>>("feature_flags", "The same.", |it| &mut it.flags)
            .field::<Item<Monitoring>>("monitoring", "What is watched.", |it| &mut it.monitoring)
            .field::<List<Item<Trigger>>>("triggers", "What starts the way back, or calls somebody.", |it| {
                &mut it.triggers
            })
            .also::<List<Item<Trigger>>>("rollback_triggers", "The same.", |it| &mut it.triggers)
            .field::<Item<Delivery>>("delivery", "What `plan artefacts` writes.", |it| &mut it.delivery)
    }
}

/// A pattern is for one type of migration or for several.
fn fits(kind: Kind, pattern: &str, seen: &Seen, reader: &mut Reader<'_>) {
    if model::PATTERNS.iter().any(|it| it.name == pattern && it.kinds.contains(&kind)) {
        return;
    }
    let of: Vec<&str> = model::PATTERNS.iter().filter(|it| it.kinds.contains(&kind)).map(|it| it.name).collect();
    let word = Kind::ALL.iter().find(|(_, it)| *it == kind).map_or("", |(word, _)| *word);
    let message = format!("`{pattern}` is no pattern for a migration of the type `{word}`");
    let help = format!("patterns for it are {}", crate::specification::suggest::listed(&of));
    reader.report(Fault::error("wrong-pattern", message, seen.value("pattern")).help(help));
}
