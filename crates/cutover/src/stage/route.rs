//! Where a stage sends a request.

use super::Stage;

/// One of the two systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The system that traffic moves from.
    Old,
    /// The system that traffic moves to.
    New,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// It changes nothing.
    Read,
    /// It changes something.
    Write,
}

/// Where a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Whose answer the caller gets. It is asked first.
    pub authority: Side,
    /// Who is asked too: at the same time for a read, once the authority has succeeded for a write.
    pub other: Option<Side>,
}

impl Route {
    /// The systems in the order in which they are asked.
    pub fn sides(self) -> impl Iterator<Item = Side> {
        std::iter::once(self.authority).chain(self.other)
    }

    /// Whether a failure of `side` fails the request.
    pub fn is_fatal(self, side: Side) -> bool {
        side == self.authority
    }
}

impl Stage {
    /// Whose answer counts.
    pub fn authority(self) -> Side {
        match self {
            Self::Off | Self::DualWrite | Self::Shadow => Side::Old,
            Self::Live | Self::RampDown | Self::Complete => Side::New,
        }
    }

    /// Where a request goes in this stage.
    pub fn route(self, operation: Operation) -> Route {
        let authority = self.authority();
        let asks_both = match operation {
            Operation::Read => matches!(self, Self::Shadow | Self::Live),
            Operation::Write => !matches!(self, Self::Off | Self::Complete),
        };
        Route { authority, other: asks_both.then_some(authority.other()) }
    }

    /// Whether the old system holds every write so far: what a way back, and a fallback to it, need.
    pub fn keeps_old_current(self) -> bool {
        self.route(Operation::Write).sides().any(|side| side == Side::Old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_go_where_the_table_says() {
        use Side::{New, Old};
        let table: [(Stage, &[Side], &[Side]); 6] = [
            (Stage::Off, &[Old], &[Old]),
            (Stage::DualWrite, &[Old], &[Old, New]),
            (Stage::Shadow, &[Old, New], &[Old, New]),
            (Stage::Live, &[New, Old], &[New, Old]),
            (Stage::RampDown, &[New], &[New, Old]),
            (Stage::Complete, &[New], &[New]),
        ];
        for (stage, reads, writes) in table {
            assert_eq!(stage.route(Operation::Read).sides().collect::<Vec<_>>(), reads, "{stage}");
            assert_eq!(stage.route(Operation::Write).sides().collect::<Vec<_>>(), writes, "{stage}");
        }
    }

    #[test]
    fn only_the_authority_fails_a_request() {
        for stage in Stage::ALL {
            for operation in [Operation::Read, Operation::Write] {
                let route = stage.route(operation);
                assert!(route.is_fatal(route.authority) && !route.is_fatal(route.authority.other()));
                assert_eq!(route.authority, stage.authority());
            }
        }
    }

    #[test]
    fn the_old_system_is_current_until_the_end() {
        let current: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| stage.keeps_old_current()).collect();
        assert_eq!(current, Stage::ALL[..5]);
    }
}
