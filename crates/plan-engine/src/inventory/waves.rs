//! Waves: what moves when, what is not critical first, everything behind what it needs.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::Graph;
use crate::migration::model::Wave;
use crate::specification::model::{Criticality, Resource};

/// What waves are made by.
pub(super) struct Bounds {
    /// Resources in a wave, at most; what has to move together may be more.
    pub(super) resources: usize,
    /// Whether one of what is not critical goes first, by itself.
    pub(super) pilot: bool,
    /// Whether what holds no data goes before what does.
    pub(super) stateless_first: bool,
}

/// An atom: what moves together.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts of what moves together")]
struct Atom {
    members: Vec<usize>,
    /// Atoms that it needs.
    needs: BTreeSet<usize>,
    base: bool,
    critical: bool,
    stateful: bool,
    /// Whether somebody says how critical all of it is.
    told: bool,
    bytes: f64,
}

/// The waves of `graph`, of what `moves`.
pub(super) fn waves(graph: &Graph<'_>, moves: &[bool], bounds: &Bounds) -> Vec<Wave> {
    let atoms = atoms(graph, moves);
    let mut waves = Vec::new();
    let base: BTreeSet<usize> = base(&atoms);
    if !base.is_empty() {
        let order: Vec<usize> = (0..atoms.len()).filter(|it| base.contains(it)).collect();
        let because = "networks, rights, keys and what is shared: everything else stands on them".to_owned();
        waves.push(wave(graph, &atoms, "foundation", &order, because));
    }
    let mut done = base;
    if bounds.pilot
        && let Some((order, because)) = pilot(graph, &atoms, &done, bounds.resources)
    {
        waves.push(wave(graph, &atoms, "pilot", &order, because));
        done.extend(order);
    }
    for (number, (order, because)) in packed(&atoms, &done, bounds).into_iter().enumerate() {
        waves.push(wave(graph, &atoms, &format!("wave-{}", number + 1), &order, because));
    }
    waves
}

fn atoms(graph: &Graph<'_>, moves: &[bool]) -> Vec<Atom> {
    let moving = |at: &usize| moves.get(*at) == Some(&true);
    let components: Vec<Vec<usize>> = graph
        .atoms()
        .into_iter()
        .map(|it| it.into_iter().filter(moving).collect::<Vec<_>>())
        .filter(|it| !it.is_empty())
        .collect();
    let of: BTreeMap<usize, usize> =
        components.iter().enumerate().flat_map(|(number, all)| all.iter().map(move |it| (*it, number))).collect();
    let resource = |at: &usize| graph.resources.get(*at);
    let atom = |(number, members): (usize, Vec<usize>)| {
        let needs = members.iter().filter_map(|it| graph.needs.get(*it)).flatten();
        let needs = needs.filter_map(|it| of.get(it).copied()).filter(|it| *it != number).collect();
        let all = || members.iter().filter_map(resource);
        Atom {
            needs,
            base: members.iter().all(|it| graph.is_base(*it)),
            critical: all().any(is_critical),
            stateful: all().any(super::describe::is_stateful),
            told: all().all(|it| it.criticality.is_some()),
            bytes: all().filter_map(|it| it.bytes).sum(),
            members,
        }
    };
    components.into_iter().enumerate().map(atom).collect()
}

pub(super) fn is_critical(it: &Resource) -> bool {
    it.criticality.is_some_and(|it| it >= Criticality::High)
}

/// What others stand on, with all that it needs itself. Atoms come behind what they need, so one walk back is enough.
fn base(atoms: &[Atom]) -> BTreeSet<usize> {
    let mut base: BTreeSet<usize> = BTreeSet::new();
    for (at, atom) in atoms.iter().enumerate().rev() {
        if atom.base || base.contains(&at) {
            base.insert(at);
            base.extend(atom.needs.iter().copied());
        }
    }
    base
}

/// The smallest of what is not critical that works by itself: with all that it needs, and nothing critical needs it.
fn pilot(graph: &Graph<'_>, atoms: &[Atom], done: &BTreeSet<usize>, most: usize) -> Option<(Vec<usize>, String)> {
    let mut held: BTreeSet<usize> = BTreeSet::new();
    for (at, atom) in atoms.iter().enumerate().rev() {
        if atom.critical || held.contains(&at) {
            held.extend(atom.needs.iter().copied());
        }
    }
    // Ends of chains that people use: nothing that is left needs them.
    let needed: BTreeSet<usize> = atoms.iter().flat_map(|it| it.needs.iter().copied()).collect();
    let mut best: Option<(usize, usize, Vec<usize>)> = None;
    let ends = atoms.iter().enumerate().filter(|(at, atom)| {
        !done.contains(at) && !needed.contains(at) && !held.contains(at) && atom.told && !atom.critical
    });
    for (at, _) in ends {
        let Some(all) = closure(atoms, at, done, &held, most) else { continue };
        let size: usize = all.iter().filter_map(|it| atoms.get(*it)).map(|it| it.members.len()).sum();
        // What has state shows more than what has none, and small is better than large.
        let stateless = all
            .iter()
            .filter_map(|it| atoms.get(*it))
            .flat_map(|it| &it.members)
            .filter_map(|it| graph.resources.get(*it))
            .all(|it| !super::describe::is_stateful(it));
        let key = (usize::from(stateless), size);
        if size <= most && best.as_ref().is_none_or(|(one, other, _)| key < (*one, *other)) {
            best = Some((key.0, key.1, all));
        }
    }
    let (stateless, size, order) = best?;
    let state = if stateless == 0 { ", and holds data, so that copying is tried too" } else { "" };
    let because = format!(
        "said not to be critical, nothing critical needs it, it works with what is in it ({size} {}){state}",
        if size == 1 { "resource" } else { "resources" }
    );
    Some((order, because))
}

/// An atom with all that it needs and is not done; none where something of it is critical, needed by what is, or too many.
fn closure(
    atoms: &[Atom],
    at: usize,
    done: &BTreeSet<usize>,
    held: &BTreeSet<usize>,
    most: usize,
) -> Option<Vec<usize>> {
    let (mut found, mut waiting) = (BTreeSet::new(), vec![at]);
    while let Some(next) = waiting.pop() {
        if done.contains(&next) || !found.insert(next) {
            continue;
        }
        let atom = atoms.get(next)?;
        if atom.critical || held.contains(&next) || found.len() > most {
            return None;
        }
        waiting.extend(atom.needs.iter().copied());
    }
    Some(found.into_iter().collect())
}

/// The rest, in waves: of what has all that it needs the least critical first, small before large; a wave holds either
/// what is critical or what is not.
fn packed(atoms: &[Atom], done: &BTreeSet<usize>, bounds: &Bounds) -> Vec<(Vec<usize>, String)> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); atoms.len()];
    let mut open: Vec<usize> = vec![0; atoms.len()];
    for (at, atom) in atoms.iter().enumerate().filter(|(at, _)| !done.contains(at)) {
        for it in atom.needs.iter().filter(|it| !done.contains(it)) {
            if let (Some(list), Some(count)) = (users.get_mut(*it), open.get_mut(at)) {
                list.push(at);
                *count += 1;
            }
        }
    }
    let most = bounds.resources;
    let late = |it: &Atom| it.critical || bounds.stateless_first && it.stateful;
    let key = |at: usize| atoms.get(at).map(|it| (late(it), it.bytes.to_bits(), it.members.len(), at));
    let mut ready: BTreeSet<_> =
        (0..atoms.len()).filter(|at| !done.contains(at) && open.get(*at) == Some(&0)).filter_map(key).collect();
    let mut waves: Vec<(Vec<usize>, String)> = Vec::new();
    let (mut current, mut size, mut critical) = (Vec::new(), 0_usize, false);
    while let Some((is_critical, _, members, at)) = ready.pop_first() {
        if !current.is_empty() && (is_critical != critical || size + members > most) {
            waves.push((std::mem::take(&mut current), because(critical, size, bounds)));
            size = 0;
        }
        critical = is_critical;
        current.push(at);
        size += members;
        for user in users.get(at).into_iter().flatten() {
            let Some(count) = open.get_mut(*user) else { continue };
            *count -= 1;
            if *count == 0 {
                ready.extend(key(*user));
            }
        }
    }
    if !current.is_empty() {
        waves.push((current, because(critical, size, bounds)));
    }
    waves
}

fn because(late: bool, size: usize, bounds: &Bounds) -> String {
    let most = bounds.resources;
    let weight = match (late, bounds.stateless_first) {
        (true, false) => "critical, behind what is not",
        (false, false) => "not said to be critical",
        (true, true) => "critical or with data, behind what is neither",
        (false, true) => "not said to be critical, and holds no data",
    };
    let bound = if size > most {
        "more than a wave should hold, because it moves together"
    } else {
        "as many as a wave holds at most"
    };
    format!("{weight}; all that it needs has moved before or moves with it; {size} of {most}: {bound}")
}

fn wave(graph: &Graph<'_>, atoms: &[Atom], name: &str, order: &[usize], because: String) -> Wave {
    let members = order.iter().filter_map(|it| atoms.get(*it)).flat_map(|it| &it.members);
    let resources = members.filter_map(|it| graph.resources.get(*it)).map(|it| it.name.clone()).collect();
    Wave { name: name.to_owned(), resources, because }
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::resource;
    use super::*;

    fn weighed(name: &str, kind: &str, needs: &[&str], criticality: Criticality) -> Resource {
        Resource { criticality: Some(criticality), ..resource(name, kind, needs) }
    }

    fn made(all: &[Resource], most: usize) -> Vec<(String, Vec<String>)> {
        let graph = Graph::of(all);
        let bounds = Bounds { resources: most, pilot: true, stateless_first: false };
        let waves = waves(&graph, &vec![true; all.len()], &bounds);
        waves.into_iter().map(|it| (it.name, it.resources)).collect()
    }

    #[test]
    fn what_is_not_critical_goes_first_and_everything_behind_what_it_needs() {
        use Criticality::{Critical, Low, Medium};
        let all = [
            weighed("pay", "aws_instance", &["pay-db", "net"], Critical),
            weighed("pay-db", "aws_db_instance", &["net"], Critical),
            weighed("wiki", "aws_instance", &["wiki-db", "net"], Low),
            weighed("wiki-db", "aws_db_instance", &["net"], Low),
            weighed("report", "aws_instance", &["pay-db", "net"], Medium),
            resource("net", "aws_vpc", &[]),
            weighed("chat", "aws_instance", &["net"], Low),
        ];
        let waves = made(&all, 2);
        assert_eq!(waves[0], ("foundation".to_owned(), vec!["net".to_owned()]));
        assert_eq!(waves[1], ("pilot".to_owned(), vec!["wiki-db".to_owned(), "wiki".to_owned()]));
        let at = |name: &str| waves.iter().position(|it| it.1.contains(&name.to_owned())).unwrap();
        assert!(at("chat") < at("pay-db") && at("pay-db") < at("report") && at("pay-db") <= at("pay"), "{waves:?}");
        assert!(waves.iter().skip(1).all(|it| it.1.len() <= 2));
    }

    #[test]
    fn a_circle_moves_in_one_wave_and_nothing_is_left_out() {
        let all = [
            resource("a", "aws_instance", &["b"]),
            resource("b", "aws_instance", &["c"]),
            resource("c", "aws_instance", &["a"]),
            resource("d", "aws_instance", &["c"]),
        ];
        let waves = made(&all, 1);
        assert_eq!(waves.len(), 2, "{waves:?}");
        assert_eq!((waves[0].1.len(), waves[1].1.as_slice()), (3, ["d".to_owned()].as_slice()));
    }

    #[test]
    fn nobody_is_a_guinea_pig_unasked() {
        let waves = made(&[resource("a", "aws_instance", &[]), resource("b", "aws_instance", &[])], 5);
        assert_eq!(waves.len(), 1);
        assert_eq!(waves[0].0, "wave-1");
    }
}
