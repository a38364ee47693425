//! A service before and after.

use std::collections::HashMap;

use findings::Span;

use super::endpoint::{Endpoint, route};
use super::infrastructure::Infrastructure;
use super::load::Load;
use super::{Fields, Item, Object, Seen};
use crate::specification::fault::Fault;
use crate::specification::form::{List, Map, PerSecond};
use crate::specification::model::{self, Route, ServiceDetails, ServiceSide};
use crate::specification::reader::Reader;
use crate::specification::suggest;

#[derive(Default)]
pub(super) struct Service {
    legacy: Option<ServiceSide>,
    new: Option<ServiceSide>,
}

impl Object for Service {
    type Made = ServiceDetails;
    const NAME: &'static str = "service";
    const ABOUT: &'static str = "A service as it is and as it should be.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Item<Side>>("legacy", "The service as it is.", |it| &mut it.legacy)
            .also::<Item<Side>>("legacy_service", "The same.", |it| &mut it.legacy)
            .field::<Item<Side>>("new", "The service as it should be.", |it| &mut it.new)
            .also::<Item<Side>>("new_service", "The same.", |it| &mut it.new)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<ServiceDetails> {
        Some(ServiceDetails { legacy: self.legacy.unwrap_or_default(), new: self.new.unwrap_or_default() })
    }
}

#[derive(Default)]
struct Side {
    routes: Option<Vec<(Route, Span)>>,
    traffic: Option<Vec<(String, Span, f64)>>,
    load: Option<model::Load>,
    infrastructure: Option<model::Infrastructure>,
}

impl Object for Side {
    type Made = ServiceSide;
    const NAME: &'static str = "service_side";
    const ABOUT: &'static str = "One side of a service.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<List<Endpoint>>("endpoints", "Its routes.", |it| &mut it.routes)
            .field::<Map<PerSecond>>(
                "traffic",
                "Requests a second of each route; the keys are routes of `endpoints`.",
                |it| &mut it.traffic,
            )
            .field::<Item<Load>>("load", "What it carries, or has to carry.", |it| &mut it.load)
            .also::<Item<Load>>("current_load", "The same.", |it| &mut it.load)
            .also::<Item<Load>>("target_performance", "The same.", |it| &mut it.load)
            .field::<Item<Infrastructure>>("infrastructure", "What it runs on.", |it| &mut it.infrastructure)
    }

    fn finish(self, _: &Seen, reader: &mut Reader<'_>) -> Option<ServiceSide> {
        let told = self.routes.unwrap_or_default();
        let mut places: HashMap<String, (usize, Span)> = HashMap::with_capacity(told.len());
        for (at, (route, span)) in told.iter().enumerate() {
            let (first, before) = *places.entry(shown(route)).or_insert((at, *span));
            if first != at {
                let message = format!("the route `{}` stands twice", shown(route));
                let fault = Fault::error("duplicate-name", message, *span);
                reader.report(fault.help(format!("the first stands at {}: keep one of the two", reader.place(before))));
            }
        }
        let known: Vec<String> = told.iter().map(|(route, _)| shown(route)).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let mut routes: Vec<Route> = told.into_iter().map(|(route, _)| route).collect();
        for (key, span, requests) in self.traffic.unwrap_or_default() {
            let at = route(&key).and_then(|route| places.get(&shown(&route)).map(|(at, _)| *at));
            if let Some(route) = at.and_then(|at| routes.get_mut(at)) {
                route.requests_per_second = Some(requests);
                continue;
            }
            let fault = Fault::error("undefined-name", format!("no endpoint is `{key}`"), span);
            reader.report(fault.help(suggest::known(&key, &known, "endpoints")));
        }
        Some(ServiceSide {
            routes,
            load: self.load.unwrap_or_default(),
            infrastructure: self.infrastructure.unwrap_or_default(),
        })
    }
}

fn shown(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}
