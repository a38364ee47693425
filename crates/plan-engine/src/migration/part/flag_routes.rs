//! Which routes a flag moves: those that it states, else by the words of its name.

use std::collections::{BTreeMap, BTreeSet};

use super::routes::{self, Fate};
use crate::specification::model::{Flag, Migration, Route};

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

/// For each flag the positions of the old routes that it moves. A flag that states its routes, of either side, moves these.
/// Another route goes to the flag without stated ones that fits the fewest routes by its words; routes that no such flag's
/// words fit go to the flags of which the words fit none, and without such a flag to the first one.
pub(crate) fn of_flags(migration: &Migration) -> Vec<Vec<usize>> {
    let flags = &migration.flags;
    let Some(service) = &migration.service else { return vec![Vec::new(); flags.len()] };
    let (old, new) = (&service.legacy.routes, &service.new.routes);
    let matching = routes::matched(old, new);
    let stated = stated(flags, old, new, &matching.fates);
    let open: Vec<(usize, BTreeSet<usize>)> = flags
        .iter()
        .enumerate()
        .filter(|(_, flag)| flag.routes.is_empty())
        .map(|(at, flag)| (at, fitting(flag, old, new, &matching.fates)))
        .collect();
    let mut moved = vec![Vec::new(); flags.len()];
    for at in 0..old.len() {
        let named = || open.iter().filter(|(_, its)| its.contains(&at)).min_by_key(|(_, its)| its.len());
        let without = || open.iter().find(|(_, its)| its.is_empty()).or(open.first());
        let flag = stated.get(&at).copied().or_else(|| Some(named().or_else(without)?.0));
        if let Some(list) = flag.and_then(|flag| moved.get_mut(flag)) {
            list.push(at);
        }
    }
    moved
}

/// Old routes that a flag states, or whose new route it states, with the flag.
fn stated(flags: &[Flag], old: &[Route], new: &[Route], fates: &[Fate]) -> BTreeMap<usize, usize> {
    let its = |(at, flag): (usize, &Flag)| flag.routes.iter().map(|it| (key(it), at)).collect::<Vec<_>>();
    let by_route: BTreeMap<(String, String), usize> = flags.iter().enumerate().flat_map(its).collect();
    let flag = |(route, fate): (&Route, &Fate)| {
        let to = match fate {
            Fate::Moved(to) => new.get(*to),
            Fate::Same | Fate::Gone => None,
        };
        by_route.get(&key(route)).or_else(|| by_route.get(&key(to?))).copied()
    };
    old.iter().zip(fates).enumerate().filter_map(|(at, it)| Some((at, flag(it)?))).collect()
}

fn key(route: &Route) -> (String, String) {
    (route.method.clone(), route.path.clone())
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
