//! Merge keys of YAML (`<<: *base`): <https://yaml.org/type/merge.html>, which YAML 1.2 has dropped and documents use.

use std::collections::HashSet;

use super::Tree;
use super::builder::Member;
use super::tree::{Content, Entry, Text};

/// The members of an object once its merge keys are followed, in the order of the arena: its own go before those that
/// it takes, those of an earlier object before those of a later one. And the merge keys that name nothing to take.
pub(crate) fn merged(tree: &Tree, own: Vec<Member>, digest: impl Fn(&Tree, Text) -> u64) -> (Vec<Member>, Vec<Entry>) {
    let (merges, mut members): (Vec<Member>, Vec<Member>) = own.into_iter().partition(|member| member.merge);
    let mut known: HashSet<u64> = members.iter().map(|member| member.key_digest).collect();
    let mut others = Vec::new();
    for merge in merges {
        let Some(taken) = entries(tree, &merge.entry) else {
            others.push(merge.entry);
            continue;
        };
        for entry in taken {
            let key_digest = digest(tree, entry.key);
            if known.insert(key_digest) {
                members.push(Member { entry, key_digest, merge: false });
            }
        }
    }
    members.sort_by_key(|member| member.entry.value);
    (members, others)
}

/// The members of the object, or of the objects in the array, that a merge key names.
fn entries(tree: &Tree, merge: &Entry) -> Option<Vec<Entry>> {
    match tree.nodes[merge.value.0 as usize].content {
        Content::Object { first, length, .. } => Some(slice(tree, first, length).to_vec()),
        Content::Array { first, length } => {
            let items = &tree.items[first as usize..(first + length) as usize];
            let mut all = Vec::new();
            for item in items {
                let Content::Object { first, length, .. } = tree.nodes[item.0 as usize].content else { return None };
                all.extend_from_slice(slice(tree, first, length));
            }
            Some(all)
        }
        _ => None,
    }
}

fn slice(tree: &Tree, first: u32, length: u32) -> &[Entry] {
    &tree.entries[first as usize..(first + length) as usize]
}
