//! URLs of MySQL and MariaDB.

use std::fmt;
use std::time::Duration;

use mysql::consts::CapabilityFlags;
use mysql::{Opts, OptsBuilder, UrlError};

use super::{Address, EngineUrl, password};
use crate::{EngineKind, Error, ErrorKind, Result};

/// Where a server is, and which of the two products the URL calls it.
#[derive(Clone)]
pub(crate) struct MySqlAddress {
    pub(crate) options: Opts,
    pub(crate) kind: EngineKind,
}

/// The URL behind its scheme: `//user:password@host:port/database`, a unix socket as `?socket=/path`.
pub(super) fn parse(kind: EngineKind, rest: &str) -> Result<EngineUrl> {
    let (url, password) = password::taken_from_file(&format!("mysql:{rest}"))?;
    let options = Opts::from_url(&url).map_err(|error| unusable(&error))?;
    let password = options.get_pass().map(str::to_owned).or(password);
    let options = OptsBuilder::from_opts(options)
        .pass(password)
        // The one that the URL names, not another that the server would offer.
        .prefer_socket(false)
        // An UPDATE counts the rows that it finds, as in other engines, not only those that it changes.
        .additional_capabilities(CapabilityFlags::CLIENT_FOUND_ROWS)
        .tcp_connect_timeout(Some(Duration::from_secs(10)));
    Ok(EngineUrl::at(Address::MySql(Box::new(MySqlAddress { options: options.into(), kind }))))
}

/// The text of the client's error can hold parts of the URL, and these the password.
fn unusable(error: &UrlError) -> Error {
    let why = match error {
        UrlError::UnknownParameter(name) => format!("the parameter `{name}` is not known"),
        UrlError::FeatureRequired(..) => {
            "it asks for TLS, which is not supported: connect over a unix socket, a trusted network or a tunnel"
                .to_owned()
        }
        UrlError::InvalidValue(name, _) => format!("the value of the parameter `{name}` is not one that it takes"),
        _ => "expected mysql://user@host:port/database".to_owned(),
    };
    Error::new(ErrorKind::Url, format!("not a usable MySQL URL: {why}"))
}

impl MySqlAddress {
    pub(super) fn set_password(&mut self, password: &str) {
        self.options = OptsBuilder::from_opts(self.options.clone()).pass(Some(password)).into();
    }
}

impl fmt::Display for MySqlAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.kind == EngineKind::MariaDb { "mariadb://" } else { "mysql://" })?;
        if let Some(user) = self.options.get_user() {
            write!(f, "{user}@")?;
        }
        write!(f, "{}", self.options.get_ip_or_hostname())?;
        match self.options.get_tcp_port() {
            3306 => {}
            port => write!(f, ":{port}")?,
        }
        write!(f, "/{}", self.options.get_db_name().unwrap_or_default())?;
        match self.options.get_socket() {
            Some(socket) => write!(f, "?socket={socket}"),
            None => Ok(()),
        }
    }
}
