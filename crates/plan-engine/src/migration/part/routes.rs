//! Which new route takes the place of which old one.

use std::collections::{BTreeMap, BTreeSet};

use crate::specification::model::Route;

/// What becomes of an old route.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fate {
    /// Its method and path stay.
    Same,
    /// Another path, by version or prefix only, or by what follows it: the position of the new route.
    Moved(usize),
    /// There is no counterpart.
    Gone,
}

/// What becomes of every old route, and the new routes that stand for none.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Matching {
    /// For each old route.
    pub(crate) fates: Vec<Fate>,
    /// Positions of new routes without an old one.
    pub(crate) added: Vec<usize>,
}

/// Matches routes one by one: the same method and path; then the same apart from the names of parameters and a segment
/// of version (`v1`); then the same method and last words where these lead to one route on both sides.
pub(crate) fn matched(old: &[Route], new: &[Route]) -> Matching {
    let mut fates = vec![Fate::Gone; old.len()];
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let keys: [fn(&Route) -> String; 3] = [exact, without_version, last_words];
    for (round, key) in keys.into_iter().enumerate() {
        let mut free: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, route) in new.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            free.entry(key(route)).or_default().push(at);
        }
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for (route, _) in old.iter().zip(&fates).filter(|(_, fate)| **fate == Fate::Gone) {
            *wanted.entry(key(route)).or_default() += 1;
        }
        for (route, fate) in old.iter().zip(&mut fates).filter(|(_, fate)| **fate == Fate::Gone) {
            let its = key(route);
            let alone = wanted.get(&its) == Some(&1);
            if let Some([at]) = free.get(&its).map(Vec::as_slice)
                && alone
                && !its.is_empty()
            {
                *fate = if round == 0 { Fate::Same } else { Fate::Moved(*at) };
                taken.insert(*at);
            }
        }
    }
    let added = (0..new.len()).filter(|at| !taken.contains(at)).collect();
    Matching { fates, added }
}

fn exact(route: &Route) -> String {
    format!("{} {}", route.method.to_uppercase(), route.path)
}

fn without_version(route: &Route) -> String {
    let segments = segments(route).filter(|it| !is_version(it)).map(|it| if is_parameter(it) { "{}" } else { it });
    format!("{} {}", route.method.to_uppercase(), segments.collect::<Vec<_>>().join("/"))
}

/// The method and what stands behind the last parameter, the last segment at least; nothing where that is a parameter.
fn last_words(route: &Route) -> String {
    match segments(route).last() {
        Some(last) if !is_parameter(last) && !is_version(last) => format!("{} {last}", route.method.to_uppercase()),
        _ => String::new(),
    }
}

/// The segments of its path.
pub(crate) fn segments(route: &Route) -> impl Iterator<Item = &str> {
    route.path.split('/').filter(|it| !it.is_empty())
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with(['{', ':', '<'])
}

/// Whether a segment is a version: `v1`, `v2.1`.
pub(crate) fn is_version(segment: &str) -> bool {
    segment.strip_prefix(['v', 'V']).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    })
}

/// `GET /orders/{id}`.
pub(crate) fn name(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(all: &[&str]) -> Vec<Route> {
        let route = |text: &&str| {
            let (method, path) = text.split_once(' ').unwrap();
            Route { method: method.to_owned(), path: path.to_owned(), requests_per_second: None }
        };
        all.iter().map(route).collect()
    }

    #[test]
    fn versions_and_parameters_do_not_part_what_belongs_together() {
        let old = routes(&["GET /v1/orders/{id}", "POST /v1/orders/pay", "GET /v1/health", "PUT /v1/old"]);
        let new = routes(&["GET /v2/orders/{order}", "POST /v2/payments/pay", "GET /v1/health", "POST /v2/refunds"]);
        let matching = matched(&old, &new);
        assert_eq!(matching.fates, [Fate::Moved(0), Fate::Moved(1), Fate::Same, Fate::Gone]);
        assert_eq!(matching.added, [3]);
    }

    #[test]
    fn what_could_be_either_is_matched_with_neither() {
        let old = routes(&["POST /a/close", "POST /b/close"]);
        let new = routes(&["POST /c/close"]);
        assert_eq!(matched(&old, &new).fates, [Fate::Gone, Fate::Gone]);
    }

    #[test]
    fn versions_are_told_from_words() {
        assert!(is_version("v1") && is_version("v2.1") && !is_version("verify") && !is_version("v"));
    }
}
