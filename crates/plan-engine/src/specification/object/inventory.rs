//! What runs somewhere.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Fields, Item, Object, Seen};
use crate::specification::form::{
    Amount, Bytes, Choice, Form, Gigabytes, InventoryNames, Name, OneOrMore, Text, Truth, Words,
};
use crate::specification::model::{self, Criticality, Fate, Place};
use crate::specification::node::{Node, Value};
use crate::specification::reader::Reader;
use crate::specification::schema::Definitions;

impl Words for Place {
    const WHAT: &'static str = "place";
    const ALL: &'static [(&'static str, Self)] = &[
        ("on_premises", Self::OnPremises),
        ("aws", Self::Aws),
        ("google", Self::Google),
        ("gcp", Self::Google),
        ("azure", Self::Azure),
    ];
}

impl Words for Criticality {
    const WHAT: &'static str = "criticality";
    const ALL: &'static [(&'static str, Self)] =
        &[("low", Self::Low), ("medium", Self::Medium), ("high", Self::High), ("critical", Self::Critical)];
}

impl Words for Fate {
    const WHAT: &'static str = "decision";
    const ALL: &'static [(&'static str, Self)] =
        &[("move", Self::Move), ("refactor", Self::Refactor), ("retire", Self::Retire), ("keep", Self::Keep)];
}

#[derive(Default)]
pub(super) struct Resource {
    name: Option<String>,
    kind: Option<String>,
    place: Option<Place>,
    region: Option<String>,
    bytes: Option<f64>,
    criticality: Option<Criticality>,
    depends_on: Option<Vec<String>>,
    near: Option<Vec<String>>,
    group: Option<String>,
    shared: Option<bool>,
    stateful: Option<bool>,
    address: Option<String>,
    dns: Option<Vec<String>>,
    monthly_cost: Option<f64>,
    fate: Option<Fate>,
    target: Option<model::TargetResource>,
}

impl Object for Resource {
    type Made = model::Resource;
    const NAME: &'static str = "inventory_item";
    const ABOUT: &'static str =
        "What runs somewhere. With `inventory_file` it adds to the resource of the same name there.";

    fn fields() -> Fields<Self> {
        Self::identity().embed(Self::weight(), |it| it)
    }

    fn finish(self, _: &Seen, reader: &mut Reader<'_>) -> Option<model::Resource> {
        Some(model::Resource {
            name: self.name?,
            kind: self.kind.unwrap_or_default(),
            place: self.place,
            region: self.region,
            bytes: self.bytes,
            criticality: self.criticality,
            depends_on: self.depends_on.unwrap_or_default(),
            near: self.near.unwrap_or_default(),
            group: self.group,
            shared: self.shared.unwrap_or_default(),
            stateful: self.stateful,
            address: self.address,
            dns: self.dns.unwrap_or_default(),
            monthly_cost: self.monthly_cost,
            fate: self.fate,
            target: self.target.unwrap_or_default(),
            pointer: reader.pointer().to_owned(),
            at: None,
        })
    }
}

impl Resource {
    fn identity() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<InventoryNames>>(
                "name",
                "Its name; of Terraform's resources the address, such as `module.web.aws_instance.api[0]`.",
                |it| &mut it.name,
            )
            .required()
            .field::<Text>(
                "type",
                "A Terraform type such as `aws_instance`, or a word such as `virtual_machine`.",
                |it| &mut it.kind,
            )
            .field::<Choice<Place>>("provider", "Where it runs; its type or `clouds` tells unless told.", |it| {
                &mut it.place
            })
            .field::<Text>("region", "The region or site.", |it| &mut it.region)
            .field::<OneOrMore<Text>>("depends_on", "Resources that have to be there before it works.", |it| {
                &mut it.depends_on
            })
            .field::<OneOrMore<Text>>(
                "near",
                "Resources that it waits for in every request: far apart, it gets slow.",
                |it| &mut it.near,
            )
            .field::<Text>("group", "What it is part of, such as an application; a group moves together.", |it| {
                &mut it.group
            })
            .field::<Truth>("shared", "Whether several groups use it.", |it| &mut it.shared)
    }

    fn weight() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Bytes>("size", "What it holds.", |it| &mut it.bytes)
            .also::<Gigabytes>("size_gb", "The same in gigabytes (10⁹ bytes).", |it| &mut it.bytes)
            .field::<Choice<Criticality>>("criticality", "How much the business depends on it.", |it| {
                &mut it.criticality
            })
            .field::<Truth>("stateful", "Whether it holds what has to be kept; its type tells unless told.", |it| {
                &mut it.stateful
            })
            .field::<Text>("address", "The address under which it is reached.", |it| &mut it.address)
            .field::<OneOrMore<Text>>("dns", "Names in DNS that lead to it.", |it| &mut it.dns)
            .field::<Amount>("monthly_cost", "What it costs a month.", |it| &mut it.monthly_cost)
            .field::<Choice<Fate>>("decision", "What is done with it, where that is decided.", |it| &mut it.fate)
            .field::<Item<Target>>("target", "What it becomes.", |it| &mut it.target)
    }
}

#[derive(Default)]
struct Target {
    kind: Option<String>,
    id: Option<String>,
    arguments: Option<BTreeMap<String, String>>,
}

impl Object for Target {
    type Made = model::TargetResource;
    const NAME: &'static str = "target_resource";
    const ABOUT: &'static str =
        "What a resource becomes: `id` of what exists at the target, or `arguments` of what has to be made.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("type", "Its Terraform type; the equivalent of what it is unless told.", |it| &mut it.kind)
            .field::<Text>("id", "What the provider imports it by, where it exists at the target.", |it| &mut it.id)
            .field::<Arguments>("arguments", "Arguments of the Terraform resource, where it has to be made.", |it| {
                &mut it.arguments
            })
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::TargetResource> {
        Some(model::TargetResource { kind: self.kind, id: self.id, arguments: self.arguments.unwrap_or_default() })
    }
}

/// Arguments of a Terraform resource: names, with any values.
struct Arguments;

impl Form for Arguments {
    type Value = BTreeMap<String, String>;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self::Value> {
        let Value::Object = node.value() else {
            reader.wrong_type(node, "an object of arguments");
            return None;
        };
        let mut values = BTreeMap::new();
        for member in node.members() {
            if !is_identifier(member.key) {
                let message = format!("`{}` is no name of an argument", member.key);
                reader.bad_value(member.key_span, message, "write small letters, digits and `_`");
            }
            values.insert(member.key.to_owned(), member.value.json().to_string());
        }
        Some(values)
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({"type": "object", "propertyNames": {"pattern": "^[a-z_][a-z0-9_]*$"}})
    }

    fn shown() -> String {
        "object of any values".to_owned()
    }

    fn same(one: &Self::Value, other: &Self::Value) -> bool {
        one == other
    }
}

fn is_identifier(name: &str) -> bool {
    let is = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    name.chars().all(is) && name.starts_with(|it: char| !it.is_ascii_digit())
}
