//! Requests of many clients, and what became of each.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What became of the requests so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) old: u64,
    pub(super) new: u64,
    /// Of the answers of the new side those that were faults.
    pub(super) faults: u64,
}

#[derive(Default)]
struct Counters {
    old: AtomicU64,
    new: AtomicU64,
    faults: AtomicU64,
    /// Requests without an answer of either side, and what came instead.
    lost: Mutex<Vec<String>>,
    ended: AtomicBool,
    number: AtomicU64,
}

/// Clients that ask again and again until they are stopped.
pub(super) struct Load {
    counters: Arc<Counters>,
    clients: Vec<JoinHandle<()>>,
}

impl Load {
    pub(super) fn on(address: SocketAddr) -> Self {
        let counters = Arc::new(Counters::default());
        let client = |_| {
            let counters = Arc::clone(&counters);
            std::thread::spawn(move || {
                while !counters.ended.load(Ordering::Relaxed) {
                    let user = counters.number.fetch_add(1, Ordering::Relaxed);
                    counters.ask(address, user);
                    std::thread::sleep(Duration::from_millis(2));
                }
            })
        };
        let clients = (0..3).map(client).collect();
        Self { counters, clients }
    }

    pub(super) fn count(&self) -> Count {
        let read = |it: &AtomicU64| it.load(Ordering::Relaxed);
        let it = &self.counters;
        Count { old: read(&it.old), new: read(&it.new), faults: read(&it.faults) }
    }

    /// Waits until so many more requests were answered; what became of them.
    pub(super) fn next(&self, requests: u64) -> Count {
        let before = self.count();
        loop {
            let now = self.count();
            let since =
                Count { old: now.old - before.old, new: now.new - before.new, faults: now.faults - before.faults };
            let lost = self.counters.lost.lock().unwrap().clone();
            assert!(lost.is_empty(), "requests were lost: {lost:?}");
            if since.old + since.new >= requests {
                return since;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends the clients; what was lost.
    pub(super) fn end(self) -> Vec<String> {
        self.counters.ended.store(true, Ordering::Relaxed);
        for client in self.clients {
            client.join().unwrap();
        }
        self.counters.lost.lock().unwrap().clone()
    }
}

impl Counters {
    fn ask(&self, address: SocketAddr, user: u64) {
        let told = request(address, user).unwrap_or_else(|error| error.to_string());
        let is_fault = told.starts_with("HTTP/1.1 500");
        match told.rsplit("\r\n").next() {
            Some("old") if told.starts_with("HTTP/1.1 200") => self.old.fetch_add(1, Ordering::Relaxed),
            Some("new") if told.starts_with("HTTP/1.1 200") => self.new.fetch_add(1, Ordering::Relaxed),
            Some("new") if is_fault => {
                self.faults.fetch_add(1, Ordering::Relaxed);
                self.new.fetch_add(1, Ordering::Relaxed)
            }
            _ => {
                self.lost.lock().unwrap().push(told);
                0
            }
        };
    }
}

/// One request on a connection of its own; the whole answer.
fn request(address: SocketAddr, user: u64) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(stream, "GET /seats HTTP/1.1\r\nHost: drill\r\nX-Guest: guest-{user}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
