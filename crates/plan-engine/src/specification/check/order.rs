//! Migrations that wait for each other in a circle.

use std::collections::HashMap;

use super::{Fault, Spans, Specification, place};

/// Migrations that wait for each other in a circle: each circle is told once, where its first migration stands.
pub(super) fn check(specification: &Specification, spans: &Spans) -> Vec<Fault> {
    let migrations = &specification.migrations;
    let index: HashMap<&str, usize> = migrations.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let after = |at: usize| -> Vec<usize> {
        let names = migrations.get(at).map(|it| it.after.as_slice()).unwrap_or_default();
        names.iter().filter_map(|name| index.get(name.as_str()).copied()).collect()
    };
    let mut faults = Vec::new();
    for circle in circles(migrations.len(), after) {
        let ids: Vec<String> =
            circle.iter().filter_map(|at| migrations.get(*at)).map(|it| format!("`{}`", it.id)).collect();
        let Some((at, first)) = circle.first().and_then(|at| Some((*at, migrations.get(*at)?))) else { continue };
        let message = match ids.as_slice() {
            [alone] => format!("{alone} waits for itself"),
            several => format!("{} wait for each other in a circle", several.join(", ")),
        };
        let pointer = format!("/migrations/{at}/after");
        let pointer = if first.pointer.is_empty() { "/after".to_owned() } else { pointer };
        let fault = Fault::error("circular-order", message, place(specification, spans, &pointer)).at(&pointer);
        faults.push(fault.help("take one `after` out; use `together_with` for what is deployed together"));
    }
    faults
}

/// The circles that a walk along `next` from each of `count` nodes meets, each from its smallest node on. What is open lies
/// on a stack of its own: the chain may be long.
fn circles(count: usize, next: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    let mut done = vec![false; count];
    let mut depth: Vec<Option<usize>> = vec![None; count];
    let mut circles: Vec<Vec<usize>> = Vec::new();
    for root in 0..count {
        let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut enter = Some(root).filter(|root| done.get(*root) == Some(&false));
        loop {
            if let Some(node) = enter.take() {
                if let Some(depth) = depth.get_mut(node) {
                    *depth = Some(open.len());
                }
                open.push((node, next(node)));
            }
            let Some((node, rest)) = open.last_mut() else { break };
            let node = *node;
            let Some(to) = rest.pop() else {
                open.pop();
                if let (Some(done), Some(depth)) = (done.get_mut(node), depth.get_mut(node)) {
                    *done = true;
                    *depth = None;
                }
                continue;
            };
            match depth.get(to).copied().flatten() {
                Some(from) => circles.push(open.iter().skip(from).map(|(node, _)| *node).collect()),
                None if done.get(to) == Some(&false) => enter = Some(to),
                None => {}
            }
        }
    }
    for circle in &mut circles {
        let smallest = circle.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(at, _)| at);
        circle.rotate_left(smallest);
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_once_and_chains_are_none() {
        let graph = [vec![1], vec![2], vec![0], vec![3], vec![0], vec![4, 3]];
        let mut found = circles(graph.len(), |at| graph[at].clone());
        found.sort();
        assert_eq!(found, [vec![0, 1, 2], vec![3]]);
        assert!(circles(100_000, |at| if at < 99_999 { vec![at + 1] } else { vec![] }).is_empty());
    }
}
