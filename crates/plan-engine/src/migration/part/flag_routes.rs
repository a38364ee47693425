//! Which routes a flag moves, by the words of its name.

use std::collections::BTreeSet;

use super::routes::{self, Fate};
use crate::migration::context::Context;
use crate::specification::model::{Flag, Route};

/// Words of flags' names that say nothing of routes.
const COMMON: [&str; 16] = [
    "enable",
    "enabled",
    "use",
    "new",
    "old",
    "the",
    "to",
    "on",
    "for",
    "service",
    "services",
    "endpoint",
    "endpoints",
    "route",
    "routes",
    "api",
];

/// For each flag the positions of the old routes that it moves. A route goes to the flag that fits the fewest routes by its
/// words; routes that no flag's words fit go to the flags of which the words fit none, and without such a flag to the
/// first one.
pub(crate) fn of_flags(context: &Context<'_>) -> Vec<Vec<usize>> {
    let flags = &context.migration.flags;
    let Some(service) = &context.migration.service else { return vec![Vec::new(); flags.len()] };
    let (old, new) = (&service.legacy.routes, &service.new.routes);
    let matching = routes::matched(old, new);
    let fits: Vec<BTreeSet<usize>> = flags.iter().map(|flag| fitting(flag, old, new, &matching.fates)).collect();
    let mut moved = vec![Vec::new(); flags.len()];
    for at in 0..old.len() {
        let named = fits.iter().enumerate().filter(|(_, its)| its.contains(&at)).min_by_key(|(_, its)| its.len());
        let without = || fits.iter().position(BTreeSet::is_empty).unwrap_or(0);
        let flag = named.map_or_else(without, |(flag, _)| flag);
        if let Some(list) = moved.get_mut(flag) {
            list.push(at);
        }
    }
    moved
}

/// Old routes that have, or whose new route has, a segment that is a word of the flag's name.
fn fitting(flag: &Flag, old: &[Route], new: &[Route], fates: &[Fate]) -> BTreeSet<usize> {
    let words: BTreeSet<String> = flag
        .name
        .split(|c: char| !c.is_alphanumeric())
        .map(|it| stem(&it.to_lowercase()))
        .filter(|it| !it.is_empty() && !COMMON.contains(&it.as_str()))
        .collect();
    let has = |route: &Route| routes::segments(route).any(|it| words.contains(&stem(&it.to_lowercase())));
    let both = |(at, (route, fate)): (usize, (&Route, &Fate))| {
        let to = match fate {
            Fate::Moved(to) => new.get(*to),
            Fate::Same | Fate::Gone => None,
        };
        (has(route) || to.is_some_and(has)).then_some(at)
    };
    old.iter().zip(fates).enumerate().filter_map(both).collect()
}

/// Without the letter of the plural.
fn stem(word: &str) -> String {
    word.strip_suffix('s').filter(|it| it.len() > 2).unwrap_or(word).to_owned()
}
