//! Where each route of a service goes while its traffic moves: for whoever configures what stands before both sides.

use super::part::flag_routes;
use super::part::routes::{self, Fate};
use crate::specification::model::{Migration, Route};

/// A route of the old side, and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteMove {
    /// As the old side has it.
    pub old: Route,
    /// As the new side has it; none where it has no counterpart.
    pub new: Option<Route>,
    /// The position, among the migration's flags, of the one that moves it; none where no flag of the specification does.
    pub flag: Option<usize>,
}

/// What becomes of the routes of a migration's service: the old ones in their order, and those that only the new side has.
pub fn route_moves(migration: &Migration) -> (Vec<RouteMove>, Vec<Route>) {
    let Some(service) = &migration.service else { return (Vec::new(), Vec::new()) };
    let (old, new) = (&service.legacy.routes, &service.new.routes);
    let matching = routes::matched(old, new);
    let moved = flag_routes::of_flags(migration);
    let moves = old.iter().zip(&matching.fates).enumerate().map(|(at, (route, fate))| RouteMove {
        old: route.clone(),
        new: match fate {
            Fate::Same => Some(route.clone()),
            Fate::Moved(to) => new.get(*to).cloned(),
            Fate::Gone => None,
        },
        flag: moved.iter().position(|its| its.contains(&at)),
    });
    let added = matching.added.iter().filter_map(|at| new.get(*at).cloned()).collect();
    (moves.collect(), added)
}
