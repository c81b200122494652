//! `preview`: the rendered site over HTTP on this computer, loaded anew when a file changes.

mod answer;
mod page;
mod shown;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use trustdesk_core::error::Error;
use trustdesk_core::model::Date;
use trustdesk_core::store::Store;
use trustdesk_core::watch::Watch;

use crate::words;
use shown::Shown;

/// How long answers that are under way may take once the server is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// What to serve, and where.
pub(crate) struct Order {
    pub(crate) site: PathBuf,
    /// The port; any free one when none is named.
    pub(crate) port: u16,
    pub(crate) theme: Option<String>,
    pub(crate) as_of: Option<Date>,
    pub(crate) trust_templates: bool,
}

/// What answering a request needs.
pub(super) struct Server {
    /// The site as it is now.
    shown: watch::Receiver<Arc<Shown>>,
    /// Turns true when the server stops.
    stopping: watch::Receiver<bool>,
    /// What the `Host` of a request may be: another name that leads here is an attempt to read the
    /// site from a page of the web (DNS rebinding).
    hosts: [String; 2],
}

/// Serves until the program is told to stop.
pub(crate) fn preview(order: Order) -> Result<ExitCode, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|e| Error::read(&order.site, e))?;
    let done = runtime.block_on(serve(order));
    // Reading a site that is under way need not end first.
    runtime.shutdown_background();
    done
}

async fn serve(order: Order) -> Result<ExitCode, Error> {
    let store = Store::open(&order.site)?;
    // Watch before reading, so that no change falls between the two.
    let watching = Watch::start(store.root())?;
    let first = Arc::new(Shown::load(store.root(), &order, 0)?);
    let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, order.port)).await {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("{}", words::no_port(order.port, &error));
            return Ok(ExitCode::from(2));
        }
    };
    let address = listener.local_addr();
    let address = address.map_err(|e| Error::read(store.root(), e))?;
    crate::print(&words::serving(&first.name(), address));
    first.notes().iter().for_each(|note| crate::print(note));
    let (show, shown) = watch::channel(first);
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(keep_reading(order, store, watching, show));
    let server = Arc::new(Server {
        shown,
        stopping: stopping.clone(),
        hosts: hosts(address),
    });
    let routes = Router::new().fallback(answer::answer).with_state(server);
    let serving = axum::serve(listener, routes).with_graceful_shutdown(until_stopped(stop));
    tokio::select! {
        _ = serving => {}
        () = overtime(stopping) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn hosts(address: SocketAddr) -> [String; 2] {
    [Ipv4Addr::LOCALHOST.to_string(), "localhost".to_owned()]
        .map(|name| format!("{name}:{}", address.port()))
}

/// Loads the site anew after every change on disk.
async fn keep_reading(
    order: Order,
    store: Store,
    mut watching: Watch,
    show: watch::Sender<Arc<Shown>>,
) {
    let order = Arc::new(order);
    while watching.next().await.is_some() {
        let version = show.borrow().version;
        let (order, root) = (Arc::clone(&order), store.root().to_owned());
        let loaded = tokio::task::spawn_blocking(move || Shown::load(&root, &order, version)).await;
        // A folder that is gone for a moment: what was shown last stays until the next change.
        if let Ok(Ok(next)) = loaded {
            show.send_replace(Arc::new(next));
        }
    }
}

/// Ends when the person stops the program, and tells what still runs.
async fn until_stopped(stop: watch::Sender<bool>) {
    let asked = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let ended = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => drop(signal.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = asked => {}
            () = ended => {}
        }
    }
    #[cfg(not(unix))]
    let _ = asked.await;
    stop.send_replace(true);
}

/// Ends a while after the server was told to stop.
async fn overtime(mut stopping: watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
    tokio::time::sleep(LAST_ANSWERS).await;
}
