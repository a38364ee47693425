//! What patterns of infrastructure share: the assessment, the line between both places, waves, the end of the old place.

mod amount;
pub(crate) mod assess;
pub(crate) mod cost;
pub(crate) mod end;
pub(crate) mod line;
pub(crate) mod names;
pub(crate) mod switch;
pub(crate) mod wave;

use super::super::context::Context;
use super::super::model::{Inventory, InventoryItem, Wave};
use crate::specification::model::{Fact, Fate};

/// A wave with its resources.
pub(crate) struct Moved<'a> {
    /// What it is called.
    pub(crate) name: String,
    /// Why these, and why then.
    pub(crate) because: String,
    /// Its resources; empty where the specification has no inventory.
    pub(crate) items: Vec<&'a InventoryItem>,
}

impl Moved<'_> {
    /// Whether it holds what has to be kept; where nothing is known, it may.
    pub(crate) fn has_state(&self) -> bool {
        self.items.is_empty() || self.items.iter().any(|it| it.stateful)
    }

    /// Its resources in words.
    pub(crate) fn words(&self, all: &str) -> String {
        const NAMED: usize = 6;
        if self.items.is_empty() {
            return all.to_owned();
        }
        let names: Vec<&str> = self.items.iter().take(NAMED).map(|it| it.name.as_str()).collect();
        let more = self.items.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", names.join(", "))
    }

    /// What says that its resources are there.
    pub(crate) fn basis(&self, context: &Context<'_>) -> Vec<Fact> {
        const FACTS: usize = 24;
        let mut facts = vec![context.way_fact()];
        for it in self.items.iter().take(FACTS) {
            if !facts.contains(&it.basis) {
                facts.push(it.basis.clone());
            }
        }
        facts
    }
}

/// The waves of the inventory; all of it in one where there is none. The foundation is none of them.
pub(crate) fn waves<'a>(context: &Context<'a>) -> Vec<Moved<'a>> {
    let Some(inventory) = context.inventory else {
        let because = "the specification has no inventory: everything moves at once".to_owned();
        return vec![Moved { name: "wave-1".to_owned(), because, items: Vec::new() }];
    };
    let all = inventory.waves.iter().filter(|it| it.name != FOUNDATION);
    all.map(|it| moved(inventory, it)).collect()
}

/// What everything else stands on.
pub(crate) fn foundation<'a>(context: &Context<'a>) -> Option<Moved<'a>> {
    let inventory = context.inventory?;
    inventory.waves.iter().find(|it| it.name == FOUNDATION).map(|it| moved(inventory, it))
}

/// The wave that everything else stands on.
const FOUNDATION: &str = "foundation";

fn moved<'a>(inventory: &'a Inventory, wave: &Wave) -> Moved<'a> {
    let names: std::collections::BTreeMap<&str, &InventoryItem> =
        inventory.resources.iter().map(|it| (it.name.as_str(), it)).collect();
    let items = wave.resources.iter().filter_map(|it| names.get(it.as_str()).copied()).collect();
    Moved { name: wave.name.clone(), because: wave.because.clone(), items }
}

/// How many resources have this fate.
pub(crate) fn count(inventory: &Inventory, fate: Fate) -> usize {
    inventory.resources.iter().filter(|it| it.fate == fate).count()
}
