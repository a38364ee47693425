//! From resources to what becomes of each, in which wave, and what a person has to decide.

use std::collections::BTreeMap;

use super::equivalents::{Category, Mapped, equivalent};
use super::graph::Graph;
use super::{questions, waves};
use crate::migration::context::{Context, prior};
use crate::migration::model::{Dependency, Inventory, InventoryItem, SharedResource};
use crate::specification::model::{Fact, Fate, Place, Resource};

/// Resources that one person moves in a wave, where nobody says: a default of this program.
const PER_PERSON: u32 = 5;

/// What the inventory of a migration says; none where it has none.
pub(crate) fn describe(context: &Context<'_>, resources: &[Resource]) -> Option<Inventory> {
    if resources.is_empty() {
        return None;
    }
    let graph = Graph::of(resources);
    let clouds = context.migration.clouds.as_ref();
    let source = clouds.and_then(|it| it.source.place).or_else(|| most(resources));
    let target = clouds.and_then(|it| it.target.place);
    let groups = graph.groups();
    let mut items: Vec<InventoryItem> = Vec::with_capacity(resources.len());
    for (resource, group) in resources.iter().zip(&groups) {
        items.push(item(context, resource, group.clone(), (source, target)));
    }
    let moves: Vec<bool> = items.iter().map(|it| matches!(it.fate, Fate::Move | Fate::Refactor)).collect();
    let pilot = matches!(context.migration.pattern.as_str(), "cloud_to_cloud" | "lift_and_shift");
    let (most_in_wave, _) = per_wave(context);
    let waves = waves::waves(
        &graph,
        &moves,
        &waves::Bounds { resources: most_in_wave, pilot, stateless_first: context.migration.pattern == "hybrid" },
    );
    let mut waves = waves;
    if context.migration.pattern == "re_architecture" {
        // What stands on the foundation is taken out context by context.
        waves.retain(|it| it.name == "foundation");
    }
    let of: BTreeMap<&str, &str> =
        waves.iter().flat_map(|wave| wave.resources.iter().map(|it| (it.as_str(), wave.name.as_str()))).collect();
    for it in &mut items {
        it.wave = of.get(it.name.as_str()).map(|it| (*it).to_owned());
    }
    let name = |at: &usize| resources.get(*at).map(|it| it.name.clone());
    let names = |all: &Vec<usize>| all.iter().filter_map(name).collect::<Vec<_>>();
    let circles: Vec<Vec<String>> = graph.circles().iter().map(names).collect();
    let shared = graph.shared(&groups).into_iter();
    let shared = shared
        .filter_map(|(at, groups)| Some(SharedResource { name: name(&at)?, groups: groups.into_iter().collect() }));
    let mut asked = questions::of_whole(context, &graph, &circles, &waves, pilot);
    asked.extend(questions::across(&graph, &items));
    asked.extend(items.iter().flat_map(|it| questions::of_item(it, target)));
    Some(Inventory {
        migration: context.migration.id.clone(),
        source,
        target,
        dependencies: dependencies(&graph),
        circles,
        shared: shared.collect(),
        waves,
        questions: asked,
        resources: items,
    })
}

/// How many resources move in a wave, and who says so.
pub(crate) fn per_wave(context: &Context<'_>) -> (usize, Fact) {
    let stated = context.migration.clouds.as_ref().and_then(|it| it.resources_per_wave);
    if let Some(number) = stated {
        let fact = context.fact(&["/clouds/resources_per_wave"], format!("{number} resources in a wave at most"));
        return (usize::try_from(number).unwrap_or(usize::MAX).max(1), fact);
    }
    let role = context.role(crate::migration::team::Duty::Platform);
    let people = context.specification.roles.iter().find(|it| it.name == role).map_or(1, |it| it.people.max(1));
    let number = people.saturating_mul(PER_PERSON);
    let fact = prior(
        format!("{number} resources in a wave: {PER_PERSON} for each of {people} of {role}"),
        "default of this program; state `clouds.resources_per_wave`",
    );
    (usize::try_from(number).unwrap_or(usize::MAX), fact)
}

fn dependencies(graph: &Graph<'_>) -> Vec<Dependency> {
    let mut all = Vec::new();
    let name = |at: usize| graph.resources.get(at).map(|it| it.name.clone()).unwrap_or_default();
    for (at, (needs, near)) in graph.needs.iter().zip(&graph.near).enumerate() {
        for to in needs.union(near) {
            all.push(Dependency { from: name(at), to: name(*to), latency_sensitive: near.contains(to) });
        }
    }
    all
}

/// The place of a type, by the provider's prefix or the row that has it.
pub(crate) fn place_of(kind: &str) -> Option<Place> {
    let prefixes = [
        ("aws_", Place::Aws),
        ("google_", Place::Google),
        ("azurerm_", Place::Azure),
        ("azuread_", Place::Azure),
        ("azapi_", Place::Azure),
        ("vsphere_", Place::OnPremises),
    ];
    let prefix = prefixes.iter().find(|(prefix, _)| kind.starts_with(prefix)).map(|(_, place)| *place);
    let on_premises = || {
        let row = equivalent(kind)?;
        row.types(Place::OnPremises).iter().any(|it| it == kind).then_some(Place::OnPremises)
    };
    prefix.or_else(on_premises)
}

/// Where most of the resources are.
fn most(resources: &[Resource]) -> Option<Place> {
    let mut count: BTreeMap<Place, usize> = BTreeMap::new();
    for place in resources.iter().filter_map(|it| it.place.or_else(|| place_of(&it.kind))) {
        *count.entry(place).or_default() += 1;
    }
    count.into_iter().max_by_key(|(_, number)| *number).map(|(place, _)| place)
}

/// Whether a resource holds what has to be kept.
pub(crate) fn is_stateful(resource: &Resource) -> bool {
    let told = resource.stateful;
    told.unwrap_or_else(|| {
        let row = equivalent(&resource.kind);
        row.is_some_and(|it| match it.category {
            Category::Database | Category::Storage => {
                it.target(Place::Aws).is_some_and(|it| matches!(it, Mapped::To(_)))
            }
            Category::Compute => it.what == "disk",
            Category::Messaging => matches!(it.what.as_str(), "stream" | "Kafka cluster" | "queue" | "message broker"),
            _ => false,
        }) || resource.bytes.is_some_and(|it| it > 0.0)
    })
}

fn item(
    context: &Context<'_>,
    resource: &Resource,
    group: Option<String>,
    (source, target): (Option<Place>, Option<Place>),
) -> InventoryItem {
    let row = equivalent(&resource.kind);
    let place = resource.place.or_else(|| place_of(&resource.kind)).or(source);
    // Within one provider everything moves to another region or account.
    let same = target.is_some() && place == target;
    let stays = same && source != target;
    let mapped = target.and_then(|it| row?.target(it));
    let stated = resource.target.kind.clone();
    let part_of = !same && stated.is_none() && matches!(mapped, Some(Mapped::PartOf(_)));
    let kind = match mapped {
        _ if same && resource.kind.contains('_') => Some(resource.kind.clone()),
        Some(Mapped::To(kind) | Mapped::PartOf(kind)) => Some(kind.clone()),
        None => None,
    };
    let target_kind = stated.or(kind);
    // In a hybrid, data stay where they are unless it is said that they move.
    let kept = context.migration.pattern == "hybrid" && is_stateful(resource);
    let fate = resource.fate.unwrap_or(match &target_kind {
        _ if stays || kept => Fate::Keep,
        Some(_) => Fate::Move,
        None => Fate::Refactor,
    });
    let goes = matches!(fate, Fate::Retire | Fate::Keep);
    InventoryItem {
        name: resource.name.clone(),
        kind: resource.kind.clone(),
        what: row.map(|it| it.what.clone()),
        place,
        region: resource.region.clone(),
        bytes: resource.bytes,
        criticality: resource.criticality,
        group,
        stateful: is_stateful(resource),
        address: resource.address.clone(),
        dns: resource.dns.clone(),
        fate,
        target_kind: target_kind.filter(|_| !goes),
        part_of: part_of && !goes,
        target_id: resource.target.id.clone(),
        arguments: resource.target.arguments.clone(),
        differs: row.map(|it| it.differs.clone()).unwrap_or_default(),
        wave: None,
        basis: fact(context, resource),
    }
}

/// What says that a resource is there.
fn fact(context: &Context<'_>, resource: &Resource) -> Fact {
    let says = match &resource.at {
        Some(at) => format!("{} is {} ({at})", resource.name, resource.kind),
        None => format!("{} is {}", resource.name, resource.kind),
    };
    if resource.pointer.is_empty() {
        return context.fact(&["/inventory_file"], says);
    }
    context.specification.places.fact(&resource.pointer, says)
}
