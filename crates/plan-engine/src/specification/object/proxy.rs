//! Proxies before both sides.

use super::{Fields, Object, Seen};
use crate::specification::form::{AbsolutePath, Address, Choice, Filled, List, Listen, Shaped, Sticky, UrlPath, Words};
use crate::specification::model;
use crate::specification::reader::Reader;

/// What both proxies have.
#[derive(Default)]
struct Common {
    listen: Option<String>,
    old: Option<Vec<String>>,
    new: Option<Vec<String>>,
    sticky: Option<String>,
    file: Option<String>,
}

impl Common {
    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Shaped<Listen>>("listen", "Where it listens.", |it| &mut it.listen)
            .field::<Filled<Shaped<Address>>>("old", "Addresses of the old side.", |it| &mut it.old)
            .field::<Filled<Shaped<Address>>>("new", "Addresses of the new side.", |it| &mut it.new)
            .field::<Shaped<Sticky>>("sticky", "What a share sticks to; `client_address` unless told.", |it| {
                &mut it.sticky
            })
            .field::<Shaped<AbsolutePath>>("file", "Where its configuration lies; the usual place unless told.", |it| {
                &mut it.file
            })
    }

    fn made(self) -> model::Proxy {
        model::Proxy {
            listen: self.listen,
            old: self.old.unwrap_or_default(),
            new: self.new.unwrap_or_default(),
            sticky: self.sticky,
            file: self.file,
            ..model::Proxy::default()
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Method(&'static str);

impl Words for Method {
    const WHAT: &'static str = "method";
    const ALL: &'static [(&'static str, Self)] = &[
        ("GET", Self("GET")),
        ("HEAD", Self("HEAD")),
        ("OPTIONS", Self("OPTIONS")),
        ("POST", Self("POST")),
        ("PUT", Self("PUT")),
        ("PATCH", Self("PATCH")),
        ("DELETE", Self("DELETE")),
    ];
}

/// NGINX.
#[derive(Default)]
pub(super) struct Nginx {
    common: Common,
    mirror: Option<Vec<Method>>,
}

impl Object for Nginx {
    type Made = model::Proxy;
    const NAME: &'static str = "nginx";
    const ABOUT: &'static str = "NGINX before both sides.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new().embed(Common::fields(), |it| &mut it.common).field::<List<Choice<Method>>>(
            "mirror",
            "The methods whose requests are mirrored in a parallel run; `GET` and `HEAD` unless told, since others act.",
            |it| &mut it.mirror,
        )
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Proxy> {
        let mirror = self.mirror.unwrap_or_default().iter().map(|it| it.0.to_owned()).collect();
        Some(model::Proxy { mirror, ..self.common.made() })
    }
}

/// `HAProxy`.
#[derive(Default)]
pub(super) struct Haproxy {
    common: Common,
    health: Option<String>,
    socket: Option<String>,
}

impl Object for Haproxy {
    type Made = model::Proxy;
    const NAME: &'static str = "haproxy";
    const ABOUT: &'static str = "HAProxy before both sides.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .embed(Common::fields(), |it| &mut it.common)
            .field::<Shaped<UrlPath>>("health", "What is asked whether a server is well.", |it| &mut it.health)
            .field::<Shaped<AbsolutePath>>(
                "socket",
                "The socket on which it is told of new shares; `/run/haproxy/admin.sock` unless told.",
                |it| &mut it.socket,
            )
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::Proxy> {
        Some(model::Proxy { health: self.health, socket: self.socket, ..self.common.made() })
    }
}
