//! The whole: what is said once, and the migrations, or one migration at the top level.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schedule::{CalendarSpec, Instant};
use serde_json::{Value as Json, json};

use super::audience::Audience;
use super::business::{Asked, Continuity};
use super::calendar::Calendar;
use super::contact::Contact;
use super::escalation::Escalation;
use super::fields::schema;
use super::freeze::Freeze;
use super::migration::{Migration, Read};
use super::objectives::Objectives;
use super::resource::Resource;
use super::role::Role;
use super::throughput::Throughput;
use super::window::{BusyHours, Window};
use super::{Fields, Item, Object, Seen};
use crate::specification::fault::Fault;
use crate::specification::form::{Choice, Filled, Form, List, Moment, Text, Words, Zone};
use crate::specification::model::{self, Commit, Specification};
use crate::specification::node::Node;
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

impl Words for Commit {
    const WHAT: &'static str = "quantile";
    const ALL: &'static [(&'static str, Self)] = &[("p50", Self::P50), ("p80", Self::P80), ("p95", Self::P95)];
}

/// What is said once for all migrations.
#[derive(Default)]
pub(in crate::specification) struct Whole {
    name: Option<String>,
    description: Option<String>,
    start: Option<Instant>,
    deadline: Option<Instant>,
    commit: Option<Commit>,
    time_zone: Option<String>,
    objectives: Option<model::Objectives>,
    compliance: Option<Vec<String>>,
    roles: Option<Vec<model::Role>>,
    contacts: Option<Vec<model::Contact>>,
    escalation: Option<Vec<model::Escalation>>,
    audiences: Option<Vec<model::Audience>>,
    calendars: Option<Vec<CalendarSpec>>,
    windows: Option<Vec<model::Window>>,
    business_hours: Option<Vec<model::Window>>,
    business: Option<Asked>,
    freezes: Option<Vec<model::Freeze>>,
    resources: Option<Vec<model::ResourceLimit>>,
    throughput: Option<Vec<model::Throughput>>,
    throughput_file: Option<String>,
}

impl Whole {
    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("name", "What the whole is called; the file's name unless told.", |it| &mut it.name)
            .field::<Text>("description", "What it is for.", |it| &mut it.description)
            .field::<Moment>("start", "When work begins; `--start` goes first.", |it| &mut it.start)
            .field::<Moment>("deadline", "When everything has to be done.", |it| &mut it.deadline)
            .field::<Choice<Commit>>("commit", "The quantile that dates are promised by; `p80` unless told.", |it| {
                &mut it.commit
            })
            .field::<Zone>("time_zone", "The time zone of what has none of its own; UTC unless told.", |it| {
                &mut it.time_zone
            })
            .field::<Item<Objectives>>("objectives", "What may be lost, and for how long.", |it| &mut it.objectives)
            .field::<List<Text>>("compliance", "Regimes that everything is under, such as `GDPR`.", |it| {
                &mut it.compliance
            })
            .embed(Self::team(), |it| it)
            .embed(Self::times(), |it| it)
    }

    fn team() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<List<Item<Role>>>("roles", "Who works on it.", |it| &mut it.roles)
            .field::<List<Item<Contact>>>("contacts", "How they are reached when something goes wrong.", |it| {
                &mut it.contacts
            })
            .field::<List<Item<Escalation>>>(
                "escalation",
                "Who is called where trouble lasts; roles by their duties unless told.",
                |it| &mut it.escalation,
            )
            .field::<List<Item<Audience>>>("audiences", "Who is told of the migration, and whom they ask.", |it| {
                &mut it.audiences
            })
            .field::<List<Item<Calendar>>>("calendars", "When people work.", |it| &mut it.calendars)
            .field::<List<Item<Resource>>>("resources", "What steps share.", |it| &mut it.resources)
            .field::<List<Item<Throughput>>>("throughput", "How fast things go, as measured.", |it| &mut it.throughput)
            .field::<Text>(
                "throughput_file",
                "A file that `plan calibrate` wrote, relative to the specification.",
                |it| &mut it.throughput_file,
            )
    }

    fn times() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<List<Item<Window>>>(
                "windows",
                "When work that can be felt in production is done; at any time outside business hours and freezes unless told.",
                |it| &mut it.windows,
            )
            .field::<List<Item<BusyHours>>>("business_hours", "When such work is not done.", |it| &mut it.business_hours)
            .field::<Item<Continuity>>("business_continuity", "Another way to say both.", |it| &mut it.business)
            .field::<List<Item<Freeze>>>("freezes", "When nothing is changed.", |it| &mut it.freezes)
    }

    /// The specification with `migrations`.
    fn with(self, migrations: Vec<Read>, seen: &Seen, reader: &mut Reader<'_>) -> Specification {
        if let Some((start, deadline)) = self.start.zip(self.deadline)
            && deadline <= start
        {
            let message = format!("the deadline ({deadline}) is not after the start ({start})");
            reader.out_of_order(seen.value("deadline"), message, "correct one of the two");
        }
        let mut whole = Specification {
            name: self.name.unwrap_or_default(),
            description: self.description,
            start: self.start,
            deadline: self.deadline,
            commit: self.commit.unwrap_or_default(),
            objectives: self.objectives.unwrap_or_default(),
            compliance: self.compliance.unwrap_or_default(),
            roles: self.roles.unwrap_or_default(),
            contacts: self.contacts.unwrap_or_default(),
            escalation: ordered(self.escalation.unwrap_or_default()),
            audiences: self.audiences.unwrap_or_default(),
            calendars: self.calendars.unwrap_or_default(),
            windows: self.windows.unwrap_or_default(),
            business_hours: self.business_hours.unwrap_or_default(),
            freezes: self.freezes.unwrap_or_default(),
            resources: self.resources.unwrap_or_default(),
            throughput: self.throughput.unwrap_or_default(),
            throughput_file: self.throughput_file,
            migrations: Vec::with_capacity(migrations.len()),
            places: model::Places::default(),
        };
        for (at, it) in whole.business_hours.iter_mut().enumerate().filter(|(_, it)| it.name.is_empty()) {
            it.name = if at == 0 { "business hours".to_owned() } else { format!("business hours {}", at + 1) };
        }
        ask(&mut whole, self.business, None);
        let several = migrations.len() > 1;
        for Read { mut migration, business, .. } in migrations {
            let own = ask(&mut whole, business, several.then_some(migration.id.as_str()));
            migration.windows.extend(own.filter(|_| several));
            whole.migrations.push(migration);
        }
        in_time_zone(&mut whole, self.time_zone.as_deref().unwrap_or("UTC"));
        whole
    }
}

/// Who is called first stands first.
fn ordered(mut steps: Vec<model::Escalation>) -> Vec<model::Escalation> {
    steps.sort_by(|one, other| one.after_seconds.total_cmp(&other.after_seconds));
    steps
}

/// Adds what the business asks for; the name of the window. Those of one migration of several bear its name.
fn ask(whole: &mut Specification, asked: Option<Asked>, migration: Option<&str>) -> Option<String> {
    let Asked { busy, preferred } = asked?;
    let named = |mut window: model::Window| {
        if let Some(migration) = migration {
            window.name = format!("{migration}: {}", window.name);
        }
        window
    };
    whole.business_hours.extend(busy.map(named));
    let preferred = preferred.map(named)?;
    let name = preferred.name.clone();
    whole.windows.push(preferred);
    Some(name)
}

/// Gives the time zone to what has none.
fn in_time_zone(whole: &mut Specification, time_zone: &str) {
    let windows = whole.windows.iter_mut().chain(&mut whole.business_hours).map(|it| &mut it.time_zone);
    let calendars = whole.calendars.iter_mut().map(|it| &mut it.time_zone);
    let freezes = whole.freezes.iter_mut().map(|it| &mut it.time_zone);
    for it in windows.chain(calendars).chain(freezes).filter(|it| it.is_empty()) {
        time_zone.clone_into(it);
    }
}

/// Several migrations in a list.
#[derive(Default)]
struct Several {
    whole: Whole,
    migrations: Option<Vec<Read>>,
}

impl Object for Several {
    type Made = Specification;
    const NAME: &'static str = "specification";
    const ABOUT: &'static str = "Migrations that become one plan.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new().embed(Whole::fields(), |it| &mut it.whole).field::<Filled<Item<Migration>>>(
            "migrations",
            "The migrations that become one plan; a single one may stand at the top level instead.",
            |it| &mut it.migrations,
        )
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<Specification> {
        let mut migrations = self.migrations.unwrap_or_default();
        let several = migrations.len() > 1;
        for read in &mut migrations {
            let migration = &mut read.migration;
            if !migration.id.is_empty() {
                continue;
            }
            if several {
                let message = "the field `id` is missing in one of several migrations";
                reader.report(
                    Fault::error("missing-id", message, read.span).help("give each migration a name of its own"),
                );
            }
            migration.id = default_id(migration);
        }
        Some(self.whole.with(migrations, seen, reader))
    }
}

/// One migration at the top level.
#[derive(Default)]
struct Single {
    whole: Whole,
    migration: Migration,
}

impl Object for Single {
    type Made = Specification;
    const NAME: &'static str = "specification";
    const ABOUT: &'static str = "One migration.";

    fn fields() -> Fields<Self> {
        let whole = Fields::<Self>::new().embed(Whole::fields(), |it: &mut Self| &mut it.whole);
        whole.embed(Migration::fields(), |it| &mut it.migration)
    }

    fn finish(self, seen: &Seen, reader: &mut Reader<'_>) -> Option<Specification> {
        let mut read = self.migration.finish(seen, reader)?;
        if read.migration.id.is_empty() {
            read.migration.id = default_id(&read.migration);
        }
        read.migration.description.clone_from(&self.whole.description);
        Some(self.whole.with(vec![read], seen, reader))
    }
}

/// What a migration is called that has no name: after what is migrated.
fn default_id(migration: &model::Migration) -> String {
    let known = <model::Kind as Words>::ALL.iter().find(|(_, kind)| *kind == migration.kind);
    known.map_or("migration", |(word, _)| *word).to_owned()
}

/// The whole document, in one of its two forms.
pub(in crate::specification) struct Document;

impl Document {
    /// The JSON Schema.
    pub(in crate::specification) fn schema(definitions: &mut Definitions) -> Json {
        let several = schema::<Several>(&Several::fields(), definitions);
        let single = schema::<Single>(&Single::fields(), definitions);
        json!({"if": {"type": "object", "required": ["migrations"]}, "then": several, "else": single})
    }
}

/// The specification that `node` holds.
pub(in crate::specification) fn decode(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Specification> {
    if node.has("migrations") { Item::<Several>::read(node, reader) } else { Item::<Single>::read(node, reader) }
}

/// Where the field called `name` belongs that stands in `object`, as far as that is plain.
pub(super) fn home_of(name: &str, object: &str) -> Option<String> {
    static HOMES: OnceLock<BTreeMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let homes = HOMES.get_or_init(|| {
        let mut definitions = Definitions::default();
        Document::schema(&mut definitions);
        let mut homes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for table in definitions.tables() {
            for row in &table.rows {
                homes.entry(row.name).or_default().push(table.name);
            }
        }
        homes
    });
    let homes = homes.get(name)?;
    if object == Several::NAME && homes.contains(&Migration::NAME) {
        return Some("it stands beside `migrations`: move it into one of them".to_owned());
    }
    match homes.as_slice() {
        [home] => Some(format!("it is a field of {}", home.replace('_', " "))),
        _ => None,
    }
}
