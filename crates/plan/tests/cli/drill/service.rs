//! A version of a service, in a thread: it answers with its name, or falls sick and answers with a fault.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) struct Service {
    pub(super) address: SocketAddr,
    sick: Arc<AtomicBool>,
    ended: Arc<AtomicBool>,
}

impl Service {
    pub(super) fn start(name: &'static str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (sick, ended) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (is_sick, is_ended) = (Arc::clone(&sick), Arc::clone(&ended));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if is_ended.load(Ordering::Relaxed) {
                    return;
                }
                let is_sick = Arc::clone(&is_sick);
                std::thread::spawn(move || stream.map(|it| answer(it, name, &is_sick)));
            }
        });
        Self { address, sick, ended }
    }

    /// From now on every answer is a fault.
    pub(super) fn falls_sick(&self) {
        self.sick.store(true, Ordering::Relaxed);
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

/// Answers one request after the other until the other side ends the connection.
fn answer(stream: TcpStream, name: &str, is_sick: &AtomicBool) -> Option<()> {
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
        }
        let status = if is_sick.load(Ordering::Relaxed) { "500 Internal Server Error" } else { "200 OK" };
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nContent-Type: text/plain\r\n\r\n", name.len());
        writer.write_all((head + name).as_bytes()).ok()?;
    }
}
