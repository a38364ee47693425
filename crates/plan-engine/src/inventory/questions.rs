//! What a person has to look at or decide, with the reason.

use super::graph::Graph;
use crate::migration::context::Context;
use crate::migration::model::{InventoryItem, Question, Wave};
use crate::specification::model::{Criticality, Fact, Fate, Place};

fn ask(item: &InventoryItem, asks: String, because: impl Into<String>) -> Question {
    Question { resource: Some(item.name.clone()), asks, because: because.into(), basis: vec![item.basis.clone()] }
}

/// Questions about `item`, which moves to `target`.
pub(super) fn of_item(item: &InventoryItem, target: Option<Place>) -> Vec<Question> {
    let mut all = Vec::new();
    if item.what.is_none() {
        let asks = format!("what {} ({}) is, and what it becomes", item.name, item.kind);
        all.push(ask(item, asks, "its type is in no row of the equivalents: state `target.type` or a `decision`"));
    } else if item.fate == Fate::Refactor && item.target_kind.is_none() {
        let asks = format!("how {} ({}) is made anew", item.name, item.kind);
        let because = match target {
            Some(_) => format!("nothing there does the same work: {}", item.differs),
            None => "nothing says where it goes: state `clouds.target.provider`".to_owned(),
        };
        all.push(ask(item, asks, because));
    }
    if matches!(item.fate, Fate::Retire | Fate::Keep) {
        return all;
    }
    if item.criticality.is_none() && !item.part_of && item.what.is_some() && is_workload(item) {
        let asks = format!("how critical {} is", item.name);
        all.push(ask(
            item,
            asks,
            "waves go by it, and what nobody has weighed is never the pilot: state `criticality`",
        ));
    }
    if item.stateful && item.bytes.is_none() {
        let asks = format!("how much {} holds", item.name);
        all.push(ask(item, asks, "the time of the copy rests on a wide prior: state `size`"));
    }
    if item.address.is_some() && item.dns.is_empty() {
        let asks = format!("who has the address of {} written down", item.name);
        all.push(ask(
            item,
            asks,
            "an address does not move, and no name in DNS leads to it: state `dns`, or find its callers",
        ));
    }
    all
}

/// What people use: not what others stand on, and not records or rules.
fn is_workload(item: &InventoryItem) -> bool {
    use super::Category::{Compute, Containers, Data, Database, Messaging, Serverless, Storage};
    let row = super::equivalent(&item.kind);
    row.is_some_and(|it| {
        matches!(it.category, Compute | Containers | Data | Database | Messaging | Serverless | Storage)
    })
}

/// Questions about the whole.
pub(super) fn of_whole(
    context: &Context<'_>,
    graph: &Graph<'_>,
    circles: &[Vec<String>],
    waves: &[Wave],
    pilot: bool,
) -> Vec<Question> {
    let mut all = Vec::new();
    let mut whole = |asks: String, because: &str, basis: Vec<Fact>| {
        all.push(Question { resource: None, asks, because: because.to_owned(), basis });
    };
    let inventory = context.fact(&["/inventory", "/inventory_file"], "the inventory");
    for circle in circles {
        let asks = format!("whether the circle {} can be cut open", circle.join(" → "));
        whole(asks, "what depends on each other moves in one wave, and is stopped together", vec![inventory.clone()]);
    }
    if pilot && waves.iter().all(|it| it.name != "pilot") {
        let known = graph.resources.iter().any(|it| it.criticality.is_some_and(|it| it < Criticality::High));
        let because = if known {
            "whatever is said not to be critical is needed by something that is"
        } else {
            "nothing in the inventory is said not to be critical: state `criticality: low` of what may be tried first"
        };
        whole("what the pilot is".to_owned(), because, vec![inventory.clone()]);
    }
    let clouds = context.migration.clouds.as_ref();
    let places: [&str; 2] = ["/clouds", ""];
    if clouds.is_none_or(|it| it.target.place.is_none()) {
        let asks = "which provider the target is".to_owned();
        whole(
            asks,
            "without it nothing can be mapped: state `clouds.target.provider`",
            vec![context.fact(&places, "the clouds")],
        );
    }
    all
}

/// What waits for something in every request that is on the other side once all has moved.
pub(super) fn across(graph: &Graph<'_>, items: &[InventoryItem]) -> Vec<Question> {
    let mut all = Vec::new();
    let stays = |it: &InventoryItem| it.fate == Fate::Keep;
    for (at, near) in graph.near.iter().enumerate() {
        for to in near {
            let (Some(from), Some(to)) = (items.get(at), items.get(*to)) else { continue };
            if stays(from) == stays(to) {
                continue;
            }
            let asks = format!("whether {} may wait for {} over the line in every request", from.name, to.name);
            let because = "one of them stays and the other one moves: count the calls of one request and multiply by the round trip";
            let basis = vec![from.basis.clone(), to.basis.clone()];
            all.push(Question { resource: Some(from.name.clone()), asks, because: because.to_owned(), basis });
        }
    }
    all
}
