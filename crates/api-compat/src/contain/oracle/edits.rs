//! An edit of a schema by chance.

use serde_json::Value as Json;
use testkit::rewrite::Chance;

/// The schema with one thing changed at any place in it; what comes is taken from `other`.
pub(super) fn edited(schema: &Json, other: &Json, seed: u64) -> Json {
    let mut chance = Chance::new(seed);
    let mut edited = schema.clone();
    for _ in 0..=chance.below(2) {
        let places = count(&edited);
        let wanted = chance.below(places);
        edit(&mut edited, other, &mut chance, &mut 0, wanted);
    }
    edited
}

/// Objects that are schemas, or hold some by name.
fn count(at: &Json) -> usize {
    match at {
        Json::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        Json::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

fn edit(at: &mut Json, other: &Json, chance: &mut Chance, seen: &mut usize, wanted: usize) {
    match at {
        Json::Object(members) => {
            *seen += 1;
            if *seen <= wanted {
                members.values_mut().for_each(|it| edit(it, other, chance, seen, wanted));
                return;
            }
            if *seen > wanted + 1 {
                return;
            }
            // Nothing after it is edited.
            *seen = usize::MAX / 2;
            let keys: Vec<String> =
                members.keys().filter(|it| !it.starts_with('$') && *it != "definitions").cloned().collect();
            let taken: Vec<(&String, &Json)> = other
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(key, _)| !key.starts_with('$') && *key != "definitions")
                .collect();
            match (chance.below(4), chance.pick(&keys), chance.pick(&taken)) {
                (0, Some(key), _) => drop(members.remove(key)),
                (1, Some(key), _) => members.get_mut(key).into_iter().for_each(nudge),
                (2, Some(key), Some((name, _))) => {
                    if let Some(it) = members.remove(key) {
                        members.insert((*name).clone(), it);
                    }
                }
                (_, _, Some((name, it))) => drop(members.insert((*name).clone(), (*it).clone())),
                _ => {}
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|it| edit(it, other, chance, seen, wanted)),
        _ => {}
    }
}

/// A bound by one, a flag turned, one member less.
fn nudge(value: &mut Json) {
    match value {
        Json::Number(number) => {
            if let Some(it) = number.as_i64() {
                *value = (it + 1).into();
            }
        }
        Json::Bool(it) => *it = !*it,
        Json::Array(items) if items.len() > 1 => drop(items.pop()),
        _ => {}
    }
}
