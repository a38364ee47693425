//! What the result has to stand.

use super::{Fields, Object, Seen};
use crate::specification::form::{Amount, Milliseconds, PerSecond};
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Performance {
    query_ms: Option<f64>,
    connections: Option<f64>,
    transactions: Option<f64>,
}

impl Object for Performance {
    type Made = model::Performance;
    const NAME: &'static str = "performance";
    const ABOUT: &'static str = "What the result has to stand.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Milliseconds>("max_query_response_time_ms", "Milliseconds that a query takes at most.", |it| {
                &mut it.query_ms
            })
            .field::<Amount>("concurrent_connections", "Connections at a time.", |it| &mut it.connections)
            .field::<PerSecond>("transactions_per_second", "Transactions a second.", |it| &mut it.transactions)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Performance> {
        Some(model::Performance {
            max_query_ms: self.query_ms,
            connections: self.connections,
            transactions_per_second: self.transactions,
        })
    }
}
