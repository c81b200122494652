//! One request: what is sent, what comes back, and what it means when nothing does.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ureq::config::Config;
use ureq::http::header::{LOCATION, RETRY_AFTER};
use ureq::http::{HeaderMap, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error, Proxy};
use url::Url;

use super::Trouble;
use super::address::is_local_ip;
use super::ask::Manner;

/// What the program calls itself to other sites.
const NAME: &str = concat!("Trustdesk/", env!("CARGO_PKG_VERSION"), " (link check)");
/// Most bytes of what comes before a page.
const HEADERS: usize = 64 * 1024;

/// How an address is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Whether it is there, without the page.
    Head,
    /// The page, of which only the beginning is read.
    Get,
}

/// What came back.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    /// For how long the other site wants to be left alone.
    pub(super) after: Option<Duration>,
}

/// Why nothing came back.
pub(super) enum Fault {
    /// The name leads into this computer or a network.
    Local,
    /// Any other reason.
    Lost(Trouble),
}

/// What sends requests. Clones are one.
#[derive(Clone)]
pub(super) struct Wire(Agent);

impl Wire {
    pub(super) fn new(manner: &Manner) -> Self {
        let tls = TlsConfig::builder().root_certs(roots()).build();
        let config = Agent::config_builder()
            .user_agent(NAME)
            .accept("*/*")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_response_header_size(HEADERS)
            .max_idle_connections(0)
            .timeout_connect(Some(manner.connect))
            .timeout_global(Some(manner.whole))
            .tls_config(tls)
            .build();
        // Behind a proxy it is the proxy that looks up names, itself perhaps inside the network.
        let guarded = !manner.local && Proxy::try_from_env().is_none();
        let names = Names {
            guarded,
            names: DefaultResolver::default(),
        };
        Self(Agent::with_parts(
            config,
            DefaultConnector::default(),
            names,
        ))
    }

    /// Sends one request. What comes after the headers is not read.
    pub(super) fn ask(&self, method: Method, url: &Url) -> Result<Reply, Fault> {
        let request = match method {
            Method::Head => self.0.head(url.as_str()),
            Method::Get => self.0.get(url.as_str()),
        };
        let response = request.call().map_err(|error| fault(&error))?;
        let headers = response.headers();
        Ok(Reply {
            status: response.status().as_u16(),
            location: location(headers),
            after: pause(headers, SystemTime::now()),
        })
    }

    /// Ends every request that is under way, and lets no other begin.
    pub(super) fn end(&self) {
        self.0.clone().shutdown();
    }
}

/// Whom certificates are believed: whomever this computer believes, so that it is told what browsers show
/// here; those that come with the program where a computer knows none.
fn roots() -> RootCerts {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    match rustls_platform_verifier::Verifier::new(provider) {
        Ok(_) => RootCerts::PlatformVerifier,
        Err(_) => RootCerts::WebPki,
    }
}

/// Where a reply leads. Browsers take UTF-8 there, although it should be percent-encoded.
fn location(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(LOCATION)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// `Retry-After`, in seconds or as a date.
fn pause(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = httpdate::parse_http_date(value).ok()?;
    Some(then.duration_since(now).unwrap_or_default())
}

fn fault(error: &Error) -> Fault {
    Fault::Lost(match error {
        Error::HostNotFound => Trouble::NoName,
        Error::Timeout(_) => Trouble::TimedOut,
        Error::BadUri(_) | Error::Http(_) => Trouble::NotAnAddress,
        Error::Io(error) => broken(error),
        Error::Rustls(error) => secure(error),
        Error::Tls(_) | Error::TlsRequired | Error::Pem(_) => Trouble::NotSecure,
        Error::ConnectionFailed | Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => {
            Trouble::NoWay
        }
        Error::Other(error) if error.is::<Inside>() => return Fault::Local,
        // A reply that breaks the protocol, or has no end.
        _ => Trouble::Garbled,
    })
}

fn broken(error: &io::Error) -> Trouble {
    let inner = error
        .get_ref()
        .and_then(|e| e.downcast_ref::<rustls::Error>());
    if let Some(error) = inner {
        return secure(error);
    }
    match error.kind() {
        ErrorKind::ConnectionRefused => Trouble::TurnedAway,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Trouble::TimedOut,
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            Trouble::NoWay
        }
        ErrorKind::InvalidData => Trouble::Garbled,
        _ => Trouble::BrokeOff,
    }
}

fn secure(error: &rustls::Error) -> Trouble {
    match error {
        rustls::Error::InvalidCertificate(_) => Trouble::Certificate,
        _ => Trouble::NotSecure,
    }
}

/// Looks up names; where it is guarded, none that leads into this computer or a network.
#[derive(Debug)]
struct Names {
    guarded: bool,
    names: DefaultResolver,
}

/// A name leads into this computer or a network.
#[derive(Debug)]
struct Inside;

impl std::fmt::Display for Inside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("inside a network")
    }
}

impl std::error::Error for Inside {}

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = match self.names.resolve(uri, config, timeout) {
            // Whatever the system says of a name that it does not find.
            Err(Error::Io(_)) => return Err(Error::HostNotFound),
            found => found?,
        };
        // One number inside is enough: which of them is used is not ours to say.
        if self.guarded && found.iter().any(|one| is_local_ip(one.ip())) {
            return Err(Error::Other(Box::new(Inside)));
        }
        Ok(found)
    }
}
