//! The full check of a site beside those who edit it: it begins once they pause, works on a copy, and
//! keeps one processor at most.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::sleep;

use crate::check::whole::{self, Whole};
use crate::outside;
use crate::render::{Engine, SiteIndex};
use crate::session::Ground;

use super::Shared;

/// Quiet time after a change before the site is checked.
const CHECK_AFTER: Duration = Duration::from_millis(250);

/// What is kept from one check to the next.
#[derive(Default)]
pub(super) struct Checking {
    ground: Ground,
    whole: Whole,
    outside: outside::Memory,
    pool: Option<rayon::ThreadPool>,
}

impl Checking {
    fn check(&mut self, shared: &Shared) {
        let engine = {
            let session = shared.session();
            session.ground(&mut self.ground);
            Arc::clone(session.engine())
        };
        // Without a pool of its own it would take every processor from the one who types.
        let pool = match self.pool.take() {
            Some(pool) => Some(pool),
            None => rayon::ThreadPoolBuilder::new().num_threads(1).build().ok(),
        };
        let found = match &pool {
            Some(pool) => pool.install(|| self.found(&engine)),
            None => self.found(&engine),
        };
        let found = found.map(|mut found| {
            let links = || self.outside.links(&engine, &self.ground.site);
            shared.add_outside(links, &mut found);
            found
        });
        self.pool = pool;
        let update = found.and_then(|found| shared.session().take_found(found));
        if let Some(update) = update {
            (shared.on_update)(update);
        }
    }

    fn found(&mut self, engine: &Engine) -> Option<whole::Found> {
        let site = &self.ground.site;
        let index = SiteIndex::build(engine, site, self.ground.day?);
        Some(self.whole.check(&whole::Ground {
            engine,
            site,
            index: &index,
            glossary: &self.ground.glossary,
            dictionary: &self.ground.dictionary,
            translations: &self.ground.translations,
        }))
    }
}

/// Checks the site whenever something changed and nothing has for a moment.
pub(super) async fn keep_checking(shared: Arc<Shared>) {
    let checking = Arc::new(Mutex::new(Checking::default()));
    loop {
        shared.changed.notified().await;
        loop {
            tokio::select! {
                () = sleep(CHECK_AFTER) => break,
                () = shared.changed.notified() => {}
            }
        }
        let (shared, checking) = (Arc::clone(&shared), Arc::clone(&checking));
        let checked = tokio::task::spawn_blocking(move || {
            let mut checking = checking.lock().unwrap_or_else(|broken| {
                // A panic in one check must not spoil the next.
                let mut checking = broken.into_inner();
                *checking = Checking::default();
                checking
            });
            checking.check(&shared);
        });
        // A panic in one check must not end the checking.
        let _ = checked.await;
    }
}
