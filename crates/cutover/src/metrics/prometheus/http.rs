//! As much HTTP/1.1 (RFC 9112) as a query needs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use crate::{Error, ErrorKind};

/// The longest answer, in bytes: 11,000 points take less than one megabyte.
const LONGEST: u64 = 16 << 20;
/// The longest time for an answer.
const LONGEST_WAIT: Duration = Duration::from_hours(24);
/// The longest line of a head, and the most lines, in bytes and lines.
const LONGEST_LINE: u64 = 16 << 10;
const MOST_LINES: usize = 200;

/// Where a server is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Address {
    host: String,
    port: u16,
    path: String,
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Address {
    pub(super) fn read(url: &str) -> Result<Self, Error> {
        // What stands before an `@` may be a password.
        let shown = url.rsplit_once('@').map_or(url, |(_, host)| host);
        let invalid =
            |why: &str| Error::new(ErrorKind::Invalid, format!("`{shown}` is no address of Prometheus: {why}"));
        let rest = url.strip_prefix("http://").ok_or_else(|| invalid("it begins with http://; TLS needs a proxy"))?;
        if rest.contains(|letter: char| letter.is_whitespace() || letter.is_control() || "@?#".contains(letter)) {
            return Err(invalid("it has a host, a port and a path, and nothing else"));
        }
        let (authority, path) =
            rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path.trim_end_matches('/')));
        let path = if path.is_empty() { String::new() } else { format!("/{path}") };
        // In an IPv6 address, colons stand inside brackets.
        let (host, port) = match authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
            Some((host, port)) => (host, port.parse().map_err(|_| invalid("the port is no number up to 65535"))?),
            None => (authority, 80),
        };
        if host.is_empty() {
            return Err(invalid("it names no host"));
        }
        Ok(Self { host: host.to_owned(), port, path })
    }

    fn connect(&self, until: Deadline) -> std::io::Result<TcpStream> {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        let mut last = std::io::Error::new(std::io::ErrorKind::NotFound, "the host has no address");
        for address in (host, self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, until.left()?) {
                Ok(stream) => {
                    stream.set_write_timeout(Some(until.left()?))?;
                    return Ok(stream);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// When a query has to be answered.
#[derive(Debug, Clone, Copy)]
struct Deadline(Instant);

impl Deadline {
    fn new(timeout: Duration) -> Self {
        let now = Instant::now();
        Self(now.checked_add(timeout.min(LONGEST_WAIT)).unwrap_or(now))
    }

    fn left(self) -> std::io::Result<Duration> {
        let left = self.0.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(std::io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

/// What a server sends until then: one that sends a byte now and then does not hold its reader.
struct Until {
    stream: TcpStream,
    deadline: Deadline,
}

impl Read for Until {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.stream.set_read_timeout(Some(self.deadline.left()?))?;
        self.stream.read(buffer)
    }
}

pub(super) fn check_header(name: &str, value: &str) -> Result<(), Error> {
    let is_token = |letter: u8| letter.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&letter);
    if !name.is_empty() && name.bytes().all(is_token) && !value.contains(char::is_control) {
        return Ok(());
    }
    // The value may be a secret.
    Err(Error::new(ErrorKind::Invalid, format!("header `{}` has a letter that no header has", name.escape_debug())))
}

/// Text as a part of a query string.
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The answer to a request for `path` below the address.
pub(super) fn get(
    address: &Address,
    path: &str,
    headers: &[(String, String)],
    timeout: Duration,
) -> Result<Answer, Error> {
    let Address { host, port, path: root } = address;
    let place = format!("http://{host}:{port}{root}");
    let deadline = Deadline::new(timeout.max(Duration::from_millis(1)));
    let unreadable =
        |error: std::io::Error| Error::new(ErrorKind::Unreadable, format!("cannot read from {place}: {error}"));
    let mut request = format!(
        "GET {root}{path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: application/json\r\nConnection: close\r\n"
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    let mut stream = address.connect(deadline).map_err(unreadable)?;
    stream.write_all(request.as_bytes()).map_err(unreadable)?;
    let answer = read(&mut BufReader::new(Until { stream, deadline })).map_err(unreadable)?;
    answer.ok_or_else(|| Error::new(ErrorKind::Malformed, format!("{place} does not answer in HTTP/1.1")))
}

/// An answer; none where it is no HTTP.
fn read(stream: &mut impl BufRead) -> std::io::Result<Option<Answer>> {
    let first = line(stream)?;
    let mut words = first.split(' ');
    let is_http = words.next().is_some_and(|version| version.starts_with("HTTP/1."));
    let Some(status) = words.next().filter(|_| is_http).and_then(|status| status.parse().ok()) else { return Ok(None) };
    let (mut length, mut is_chunked) = (None, false);
    for _ in 0..MOST_LINES {
        let header = line(stream)?;
        if header.is_empty() {
            let body = match (is_chunked, length) {
                (true, _) => chunks(stream)?,
                (false, Some(length)) => exactly(stream, length)?,
                (false, None) => Some(rest(stream)?),
            };
            return Ok(body.map(|body| Answer { status, body }));
        }
        let Some((name, value)) = header.split_once(':') else { return Ok(None) };
        if name.eq_ignore_ascii_case("content-length") {
            let Ok(number) = value.trim().parse() else { return Ok(None) };
            length = Some(number);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            is_chunked = value.trim().eq_ignore_ascii_case("chunked");
        }
    }
    Ok(None)
}

/// A line without its end.
fn line(stream: &mut impl BufRead) -> std::io::Result<String> {
    let mut line = Vec::new();
    stream.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
    if line.last() != Some(&b'\n') {
        return Err(std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "a line has no end"));
    }
    Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
}

fn exactly(stream: &mut impl BufRead, length: u64) -> std::io::Result<Option<Vec<u8>>> {
    if length > LONGEST {
        return Err(too_long());
    }
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    Ok((body.len() as u64 == length).then_some(body))
}

fn rest(stream: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    stream.take(LONGEST + 1).read_to_end(&mut body)?;
    if body.len() as u64 > LONGEST { Err(too_long()) } else { Ok(body) }
}

fn chunks(stream: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let head = line(stream)?;
        let size = head.split(';').next().unwrap_or_default().trim();
        let Ok(size) = u64::from_str_radix(size, 16) else { return Ok(None) };
        if size == 0 {
            return Ok(Some(body));
        }
        if size > LONGEST || body.len() as u64 + size > LONGEST {
            return Err(too_long());
        }
        let Some(chunk) = exactly(stream, size)? else { return Ok(None) };
        body.extend(chunk);
        line(stream)?;
    }
}

fn too_long() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, format!("the answer is longer than {LONGEST} bytes"))
}
