//! What other tools that compare interfaces call the changes that they find, and our rules for the same.
//!
//! The lists hold a rule of a peer a line: its id, ours, and a note where they do not judge alike.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use anyhow::Result;

/// A peer and its list.
struct Peer {
    name: &'static str,
    list: &'static str,
}

const PEERS: [Peer; 6] = [
    Peer { name: "oasdiff", list: include_str!("oasdiff.tsv") },
    Peer { name: "openapi-diff", list: include_str!("openapi-diff.tsv") },
    Peer { name: "Avro's schema compatibility", list: include_str!("avro.tsv") },
    Peer { name: "graphql-inspector", list: include_str!("graphql-inspector.tsv") },
    Peer { name: "graphql-js", list: include_str!("graphql-js.tsv") },
    Peer { name: "buf", list: include_str!("buf.tsv") },
];

/// A rule of a peer.
struct Rule {
    id: &'static str,
    ours: Vec<&'static str>,
    note: &'static str,
}

fn rules(peer: &Peer) -> impl Iterator<Item = Rule> + use<> {
    peer.list.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut parts = line.split('\t');
        let id = parts.next().unwrap_or_default();
        let ours = parts.next().unwrap_or_default().split_whitespace().collect();
        Rule { id, ours, note: parts.next().unwrap_or_default() }
    })
}

static COUNTERPARTS: LazyLock<BTreeMap<&str, Vec<&str>>> =
    LazyLock::new(|| PEERS.iter().flat_map(rules).map(|rule| (rule.id, rule.ours)).collect());

/// Our rules that say what `rule` of a peer says; none where there is none, or the rule is not known.
pub(crate) fn counterparts(rule: &str) -> &'static [&'static str] {
    COUNTERPARTS.get(rule).map_or(&[], Vec::as_slice)
}

/// Our rules that say what `rule` of the peer called `name` says.
pub(crate) fn counterparts_of(name: &str, rule: &str) -> Vec<&'static str> {
    let peer = PEERS.iter().filter(|peer| peer.name == name);
    peer.flat_map(rules).filter(|it| it.id == rule).flat_map(|it| it.ours).collect()
}

/// The page that lists all of them.
pub(crate) fn page() -> Result<String> {
    let mut text = String::from(
        "# Rules of other tools, and ours\n\nWritten by `cargo xtask codegen`; do not edit. A rule of ours may stand for \
         several of a peer's: theirs often name the place as well (the body, a property, a parameter), which is a field \
         of our findings. Where we judge otherwise a note says so; see also [where and why](disagreements.md).\n",
    );
    for peer in &PEERS {
        write!(text, "\n## {}\n\n| theirs | ours | note |\n|---|---|---|\n", peer.name)?;
        for rule in rules(peer) {
            let ours: Vec<String> = rule.ours.iter().map(|id| format!("[{id}](api/{}.md)", page_of(id))).collect();
            let ours = if ours.is_empty() { "–".to_owned() } else { ours.join(", ") };
            writeln!(text, "| `{}` | {ours} | {} |", rule.id, rule.note)?;
        }
    }
    Ok(text)
}

/// The page on which a rule is described: that of the first face of its family.
fn page_of(id: &str) -> &str {
    let family = api_compat::rules::families().find(|family| family.iter().any(|rule| rule.id == id));
    family.and_then(|family| family.first()).map_or(id, |first| first.id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_of_a_peer_has_rules_of_ours_or_a_reason() {
        let ours: BTreeSet<&str> = api_compat::rules::registry().iter().map(|rule| rule.id).collect();
        for rule in PEERS.iter().flat_map(rules) {
            assert!(!rule.ours.is_empty() || !rule.note.is_empty(), "{}: say why there is none", rule.id);
            for id in &rule.ours {
                assert!(ours.contains(id), "{}: there is no rule {id}", rule.id);
            }
        }
    }

    #[test]
    fn the_lists_are_whole() {
        let counts = PEERS.map(|peer| rules(&peer).map(|rule| rule.id).collect::<BTreeSet<_>>().len());
        assert_eq!(counts, [509, 47, 21, 80, 34, 65]);
        assert_eq!(counterparts("request-body-became-required"), ["request-body-became-required"]);
    }
}
