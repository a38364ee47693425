use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

use super::*;
use crate::ErrorKind;

/// A server for one request; it gives back what it was asked.
fn server(answer: Vec<u8>) -> std::io::Result<(String, JoinHandle<std::io::Result<Vec<String>>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/mimir/", listener.local_addr()?);
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        let lines = BufReader::new(stream.try_clone()?).lines();
        let asked = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
        stream.write_all(&answer)?;
        Ok(asked)
    });
    Ok((url, thread))
}

fn range() -> Result<TimeRange, Error> {
    TimeRange::new(
        Duration::from_secs(1_700_000_000),
        Duration::from_millis(1_700_000_060_500),
        Duration::from_secs(30),
    )
}

/// What comes of an answer, and what was asked.
fn ask(answer: &[u8]) -> (Result<Vec<f64>, ErrorKind>, Vec<String>) {
    let run = || -> Result<_, Box<dyn std::error::Error>> {
        let (url, server) = server(answer.to_vec())?;
        let prometheus = Prometheus::new(&url)?.header("X-Scope-OrgID", "shop")?;
        let values = prometheus.values("sum(rate(errors{path=\"/a b\"}[1m]))", range()?);
        let asked = server.join().map_err(|_| "the server panicked")??;
        Ok((values.map_err(|error| error.kind()), asked))
    };
    run().unwrap_or_else(|error| unreachable!("{error}"))
}

#[test]
fn a_range_is_asked_for_and_its_values_are_read() {
    let body = r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1700000000,"0.5"],[1700000030,"2"]]}]}}"#;
    let (values, asked) = ask(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    assert_eq!(values, Ok(vec![0.5, 2.0]));
    let path = "GET /mimir/api/v1/query_range?query=sum%28rate%28errors%7Bpath%3D%22%2Fa%20b%22%7D%5B1m%5D%29%29\
                &start=1700000000.000&end=1700000060.500&step=30.000 HTTP/1.1";
    assert_eq!(asked.first().map(String::as_str), Some(path));
    assert!(asked.contains(&"X-Scope-OrgID: shop".to_owned()));
}

#[test]
fn chunks_and_numbers_that_are_none_are_read() {
    let parts = [r#"{"data":{"resultType":"matrix","result":[{"values":[[0,"NaN"],"#, r#"[1,"+Inf"],[2,"1"]]}]}}"#];
    let chunks = parts.map(|part| format!("{:x};x=y\r\n{part}\r\n", part.len())).concat();
    let (values, _) = ask(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n").as_bytes());
    let values = values.unwrap_or_default();
    assert!(
        matches!(values.as_slice(), [first, second, third] if first.is_nan() && second.is_infinite() && *third > 0.0),
        "{values:?}"
    );
}

#[test]
fn no_series_is_no_values_and_several_are_an_error() {
    let none = ask(b"HTTP/1.1 200 OK\r\n\r\n{\"data\":{\"resultType\":\"matrix\",\"result\":[]}}").0;
    assert_eq!(none, Ok(Vec::new()));
    let two = ask(
        b"HTTP/1.1 200 OK\r\n\r\n{\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":[]},{\"values\":[]}]}}",
    )
    .0;
    assert_eq!(two, Err(ErrorKind::Malformed));
}

#[test]
fn what_goes_wrong_is_told() {
    let refused = ask(b"HTTP/1.1 400 Bad Request\r\n\r\n{\"status\":\"error\",\"error\":\"parse error\"}").0;
    assert_eq!(refused, Err(ErrorKind::Malformed));
    assert_eq!(ask(b"HTTP/1.1 503 Unavailable\r\nContent-Length: 4\r\n\r\nbusy").0, Err(ErrorKind::Unreadable));
    assert_eq!(ask(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{}").0, Err(ErrorKind::Malformed));
    assert_eq!(ask(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n").0, Err(ErrorKind::Unreadable));
    assert_eq!(
        ask(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n").0,
        Err(ErrorKind::Unreadable)
    );
    assert_eq!(ask(b"SSH-2.0-server\r\n").0, Err(ErrorKind::Malformed));
    assert_eq!(ask(b"").0, Err(ErrorKind::Unreadable));
    assert_eq!(
        ask(b"HTTP/1.1 200 OK\r\n\r\n{\"data\":{\"resultType\":\"vector\",\"result\":[]}}").0,
        Err(ErrorKind::Malformed)
    );
}

#[test]
fn addresses_and_headers_are_checked() {
    for url in ["https://p", "http://", "http://p:x", "http://a b", "http://user@p", "p:9090", "http://p\r\nHost: q"] {
        assert_eq!(Prometheus::new(url).map_err(|error| error.kind()).err(), Some(ErrorKind::Invalid), "{url}");
    }
    let told = Prometheus::new("http://app:secret@p:9090").map_err(|error| error.to_string()).err().unwrap_or_default();
    assert!(told.contains("`p:9090`") && !told.contains("secret"), "{told}");
    assert_eq!(
        Address::read("http://[::1]:9090/a/").map(|it| format!("{it:?}")),
        Address::read("http://[::1]:9090/a").map(|it| format!("{it:?}"))
    );
    assert!(Prometheus::new("http://p").and_then(|it| it.header("A", "b\r\nC: d")).is_err());
}

/// Each byte comes in time, the answer never does.
#[test]
fn a_server_that_drips_does_not_hold_its_reader() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let prometheus = Prometheus::new(&format!("http://{}", listener.local_addr()?))?;
    let drip = std::thread::spawn(move || -> std::io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        // Until the reader hangs up.
        loop {
            stream.write_all(b" ")?;
            std::thread::sleep(Duration::from_millis(10));
        }
    });
    let answer = prometheus.timeout(Duration::from_millis(200)).values("up", range()?);
    assert_eq!(answer.map_err(|error| error.kind()), Err(ErrorKind::Unreadable));
    assert!(drip.join().is_ok());
    Ok(())
}

#[test]
fn data_of_a_failure_is_none() {
    let body = r#"{"status":"STATUS","data":{"resultType":"matrix","result":[{"values":[[0,"3"]]}]}}"#;
    for (line, status) in [("500 Internal Server Error", "success"), ("200 OK", "error")] {
        let (values, _) = ask(format!("HTTP/1.1 {line}\r\n\r\n{}", body.replace("STATUS", status)).as_bytes());
        assert_eq!(values, Err(ErrorKind::Unreadable), "{line} {status}");
    }
}
