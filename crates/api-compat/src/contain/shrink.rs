//! Makes a witness smaller, as long as it shows the same.

use serde_json::Value as Json;

use super::goal::Goal;
use super::solve::Solver;

/// Values that are tried.
const TRIES: usize = 48;

impl Solver<'_> {
    /// The value without the members and items that the goal does not need.
    pub(super) fn shrunk(&mut self, goal: &Goal, value: Json) -> Json {
        let mut best = value;
        let mut tries = 0;
        // What is left out last may have kept what came before.
        for _ in 0..3 {
            let before = best.clone();
            let mut path = Vec::new();
            self.shrink_at(goal, &mut best, &mut path, &mut tries);
            if best == before || tries >= TRIES {
                break;
            }
        }
        best
    }

    /// Leaves out what it can of the value at `path`, and goes on into what stays.
    fn shrink_at(&mut self, goal: &Goal, best: &mut Json, path: &mut Vec<String>, tries: &mut usize) {
        for step in steps(at(best, path)) {
            if *tries >= TRIES {
                return;
            }
            *tries += 1;
            let mut smaller = best.clone();
            remove(&mut smaller, path, &step);
            if self.holds(goal, &smaller) == Some(true) {
                *best = smaller;
            } else {
                path.push(step);
                self.shrink_at(goal, best, path, tries);
                path.pop();
            }
        }
    }
}

fn at<'j>(value: &'j Json, path: &[String]) -> Option<&'j Json> {
    path.iter().try_fold(value, |value, step| match value {
        Json::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

/// The members of an object; the items of an array, from the last to the first.
fn steps(value: Option<&Json>) -> Vec<String> {
    match value {
        Some(Json::Object(members)) => members.keys().cloned().collect(),
        Some(Json::Array(items)) => (0..items.len()).rev().map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn remove(value: &mut Json, path: &[String], step: &str) {
    let inner = path.iter().try_fold(value, |value, step| match value {
        Json::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        other => other.get_mut(step),
    });
    match inner {
        Some(Json::Object(members)) => {
            members.remove(step);
        }
        Some(Json::Array(items)) => {
            if let Some(index) = step.parse::<usize>().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}
