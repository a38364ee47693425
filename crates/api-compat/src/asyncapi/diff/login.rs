//! What servers and operations ask of whoever connects, and where clients get it.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Differ};
use crate::asyncapi::change::What;
use crate::asyncapi::model::{deref, field};
use crate::document::{NodeId, Tree};

impl Differ<'_, '_> {
    /// How clients come by what lets them in, where it is the same as before.
    fn logins(&mut self, old: &Alternatives, new: &Alternatives, at: &At) {
        for (alternative, nodes) in old {
            let others = new.get(alternative).into_iter().flatten();
            for (was, is) in nodes.iter().zip(others) {
                self.login((*was, *is), &at.within(format!("{}, security {alternative}", at.subject)));
            }
        }
    }

    fn login(&mut self, (old, new): (NodeId, NodeId), at: &At) {
        self.texts((old, new), at, super::texts::SCHEME);
        let flows = |tree: &Tree, node: NodeId| -> BTreeMap<String, NodeId> {
            let flows = tree.get(node, "flows").into_iter().flat_map(|it| tree.entries(it));
            flows.map(|(name, it)| (name.to_owned(), it)).collect()
        };
        let (before, after) = (flows(self.old.tree, old), flows(self.new.tree, new));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            match (before.get(name), after.get(name)) {
                (Some(was), Some(is)) => self.flow(name, (*was, *is), at),
                (was, is) => {
                    let shown = |it: Option<&NodeId>| if it.is_some() { name.clone() } else { String::new() };
                    let words = (shown(was), shown(is));
                    let places = (was.copied().or(Some(old)), is.copied().or(Some(new)));
                    self.record(What::LoginChanged, at, format!("flow {name}"), places, words);
                }
            }
        }
    }

    fn flow(&mut self, name: &str, (old, new): (NodeId, NodeId), at: &At) {
        let at = at.within(format!("{}, flow {name}", at.subject));
        let places = (Some(old), Some(new));
        for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
            let text = |tree: &Tree, node: NodeId| tree.get(node, key).and_then(|it| tree.str(it)).map(str::to_owned);
            let (was, is) = (text(self.old.tree, old), text(self.new.tree, new));
            if was != is {
                let words = (was.unwrap_or_default(), is.unwrap_or_default());
                self.record(What::LoginChanged, &at, key.to_owned(), places, words);
            }
        }
        let (was, is) = (scopes(self.old.tree, old), scopes(self.new.tree, new));
        for scope in was.keys().filter(|it| !is.contains_key(*it)) {
            self.record(What::LoginChanged, &at, format!("scope {scope}"), places, (scope.clone(), String::new()));
        }
        for scope in is.keys().filter(|it| !was.contains_key(*it)) {
            self.record(What::LoginChanged, &at, format!("scope {scope}"), places, (String::new(), scope.clone()));
        }
        let described = is.iter().filter(|(scope, text)| was.get(*scope).is_some_and(|it| it != *text));
        for (scope, _) in described {
            self.record(What::TextChanged, &at, format!("scope {scope}"), places, <_>::default());
        }
        self.texts((old, new), &at, super::texts::FLOW);
    }

    /// Any one of the alternatives lets a client in: who had one of the old ones still has to get in.
    pub(super) fn security(&mut self, (old, new): (NodeId, NodeId), at: &At) {
        let (schemes, others) = (alternatives(self.old.tree, old), alternatives(self.new.tree, new));
        self.logins(&schemes, &others, at);
        let (was, is): (BTreeSet<String>, BTreeSet<String>) =
            (schemes.into_keys().collect(), others.into_keys().collect());
        if was == is {
            return;
        }
        let words = |it: &BTreeSet<String>| it.iter().cloned().collect::<Vec<_>>().join(" or ");
        let words = (words(&was), words(&is));
        let places = (Some(old), Some(new));
        // Who has more than is asked for is let in.
        let has_enough = |had: &String| is.iter().any(|asked| parts(asked).is_subset(&parts(had)));
        let refused = !is.is_empty() && (was.is_empty() || was.iter().any(|it| !has_enough(it)));
        if refused {
            self.record(What::SecurityTightened, at, String::new(), places, words.clone());
        }
        if is.is_empty() || is.iter().any(|it| !was.contains(it)) && !was.is_empty() {
            self.record(What::SecurityLoosened, at, String::new(), places, words);
        }
    }
}

/// What an alternative asks for, one by one: schemes, and each of their scopes.
fn parts(alternative: &str) -> BTreeSet<(&str, &str)> {
    let mut all = BTreeSet::new();
    for one in alternative.split(" and ") {
        let (scheme, scopes) = one.split_once(" with ").unwrap_or((one, ""));
        all.insert((scheme, ""));
        all.extend(scopes.split(", ").map(|scope| (scheme, scope)));
    }
    all
}

/// What lets a client in, and the schemes that say so: of version 2 named with their scopes, of version 3 as they are.
type Alternatives = BTreeMap<String, Vec<NodeId>>;

fn alternatives(tree: &Tree, holder: NodeId) -> Alternatives {
    let Some(list) = field(tree, holder, "security") else { return Alternatives::new() };
    let scheme = |name: &str| {
        let root = tree.root()?;
        let schemes = tree.get(tree.get(root, "components")?, "securitySchemes")?;
        deref(tree, tree.get(schemes, name)?)
    };
    let mut all = Alternatives::new();
    for node in tree.items(list).filter_map(|it| deref(tree, it)) {
        if tree.get(node, "type").is_some() {
            all.insert(described(tree, node), vec![node]);
            continue;
        }
        // `{name: [scope, …], …}`: all of them together.
        let (mut parts, mut nodes) = (Vec::new(), Vec::new());
        for (name, scopes) in tree.entries(node) {
            let scopes: Vec<&str> = tree.items(scopes).filter_map(|it| tree.str(it)).collect();
            let what = scheme(name).map_or_else(|| name.to_owned(), |it| described(tree, it));
            parts.push(with(what, &scopes));
            nodes.extend(scheme(name));
        }
        all.insert(parts.join(" and "), nodes);
    }
    all
}

/// A scheme by what a client has to have: its type, where it goes, and the scopes that are asked for.
fn described(tree: &Tree, node: NodeId) -> String {
    let text = |key: &str| tree.get(node, key).and_then(|it| tree.str(it)).map(str::to_owned);
    let mut words = vec![text("type").unwrap_or_else(|| "unknown".to_owned())];
    words.extend(["scheme", "in", "name", "openIdConnectUrl"].iter().filter_map(|key| text(key)));
    let scopes = tree.get(node, "scopes").into_iter().flat_map(|it| tree.items(it));
    with(words.join(" "), &scopes.filter_map(|it| tree.str(it)).collect::<Vec<_>>())
}

/// A scheme with the scopes that are asked for.
fn with(scheme: String, scopes: &[&str]) -> String {
    if scopes.is_empty() { scheme } else { format!("{scheme} with {}", scopes.join(", ")) }
}

/// The scopes that a flow offers, and what is said of each.
fn scopes(tree: &Tree, flow: NodeId) -> BTreeMap<String, u64> {
    let list = tree.get(flow, "availableScopes").or_else(|| tree.get(flow, "scopes"));
    list.into_iter().flat_map(|it| tree.entries(it)).map(|(name, it)| (name.to_owned(), tree.digest(it))).collect()
}
