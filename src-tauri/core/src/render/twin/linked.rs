//! Structured data of a page (JSON-LD by schema.org), as a script element that no browser runs.

use serde_json::{Value as Json, json};

use super::{Entry, File, Link, Record, Section, Shown, Twin, json};

const ACTIVE: &str = "https://schema.org/CertificationActive";
const INACTIVE: &str = "https://schema.org/CertificationInactive";

impl Twin<'_> {
    /// The element; empty when the page has nothing to say in this way.
    pub(super) fn linked(&self) -> String {
        let mut graph = Vec::new();
        if self.scope.page.address == "/" {
            graph.push(self.organisation());
        }
        graph.extend(self.breadcrumbs());
        graph.extend(self.questions());
        let mut seen = Vec::new();
        for record in self.sections.iter().flat_map(Section::records) {
            self.of_record(record, &mut seen, &mut graph);
        }
        if graph.is_empty() {
            return String::new();
        }
        let data = json!({ "@context": "https://schema.org", "@graph": graph });
        // In JSON this is the same text, and in HTML nothing that could end the element.
        let data = data.to_string().replace('<', "\\u003c");
        format!("<script type=\"application/ld+json\">{data}</script>\n")
    }

    fn organisation(&self) -> Json {
        let settings = &self.scope.site.settings;
        let name = settings.organisation.get(self.locale());
        let name = if name.is_empty() {
            settings.name.get(self.locale())
        } else {
            name
        };
        let address = settings.address.trim_end_matches('/');
        let logo = match self.scope.site.media.contains_key(&settings.logo) {
            true if !address.is_empty() => format!("{address}{}", settings.logo),
            _ => String::new(),
        };
        json::object([
            ("@type", "Organization".into()),
            ("name", name.into()),
            ("url", address.into()),
            ("logo", logo.into()),
        ])
    }

    fn breadcrumbs(&self) -> Option<Json> {
        let items = self.crumbs().into_iter().enumerate();
        let items = items.map(|(at, (name, item))| {
            let (place, name) = ((at + 1).into(), name.into());
            let fields = [("position", place), ("name", name), ("item", item.into())];
            let kind = ("@type", "ListItem".into());
            json::object(std::iter::once(kind).chain(fields))
        });
        let items: Vec<Json> = items.collect();
        let list = json!({ "@type": "BreadcrumbList", "itemListElement": items });
        (!items.is_empty()).then_some(list)
    }

    /// The questions of every list of questions, as one: a page can be one such page only.
    fn questions(&self) -> Option<Json> {
        let lists = self.sections.iter().filter(|one| one.kind.name == "faq");
        let items = lists.flat_map(|section| match find(&section.entries, "items") {
            Some(Shown::List(items)) => items.as_slice(),
            _ => &[],
        });
        let questions = items.filter_map(|item| {
            let (question, answer) = (text(item, "question")?, text(item, "answer")?);
            Some(json!({
                "@type": "Question",
                "name": question,
                "acceptedAnswer": { "@type": "Answer", "text": answer },
            }))
        });
        let questions: Vec<Json> = questions.collect();
        let page =
            json!({ "@type": "FAQPage", "inLanguage": self.locale(), "mainEntity": questions });
        (!questions.is_empty()).then_some(page)
    }

    fn of_record<'t>(
        &self,
        record: &'t Record<'_>,
        seen: &mut Vec<(&'t str, &'t str)>,
        graph: &mut Vec<Json>,
    ) {
        let known = (record.collection.name.as_str(), record.id.as_str());
        if seen.contains(&known) {
            return;
        }
        seen.push(known);
        match known.0 {
            "certifications" => graph.extend(self.certification(record)),
            "documents" => graph.push(self.document(record)),
            _ => {}
        }
        let inner = record
            .entries
            .iter()
            .filter_map(|entry| match &entry.shown {
                Shown::Record(inner) => Some(inner),
                _ => None,
            });
        for record in inner {
            self.of_record(record, seen, graph);
        }
    }

    /// A certificate with its dates. One that is not there yet is none, nor is a law; and only one that
    /// has an end can be said to be in force.
    fn certification(&self, record: &Record<'_>) -> Option<Json> {
        let (state, _) = record.state.as_ref()?;
        let status = match state.as_str() {
            "valid" | "expiring" => Some(ACTIVE),
            "expired" => Some(INACTIVE),
            "stated" => None,
            _ => return None,
        };
        if text(&record.entries, "type") == Some("regulation".into()) {
            return None;
        }
        let word = |name| text(&record.entries, name);
        let issuer = word("issuer").map(|name| json!({ "@type": "Organization", "name": name }));
        let about = self.scope.site.settings.organisation.get(self.locale());
        let about = json!({ "@type": "Organization", "name": about });
        Some(json::object([
            ("@type", "Certification".into()),
            ("name", word("title").into()),
            ("description", word("scope").into()),
            ("about", about),
            ("issuedBy", issuer.into()),
            ("certificationIdentification", word("number").into()),
            ("certificationStatus", status.into()),
            ("validFrom", word("issued").into()),
            ("expires", word("expires").into()),
            ("auditDate", word("period-end").into()),
            ("url", word("verify").into()),
        ]))
    }

    fn document(&self, record: &Record<'_>) -> Json {
        let word = |name| text(&record.entries, name);
        let file = match find(&record.entries, "file") {
            Some(Shown::File(file)) => Some(file),
            _ => None,
        };
        json::object([
            ("@type", "DigitalDocument".into()),
            ("name", word("title").into()),
            ("description", word("summary").into()),
            ("inLanguage", self.locale().into()),
            ("version", word("version").into()),
            ("datePublished", word("issued").into()),
            ("url", file.map(|file| file.to.as_str()).into()),
            (
                "encodingFormat",
                file.map(|file| json::media_type(&file.path)).into(),
            ),
            ("encoding", file.map(|file| self.encoding(file)).into()),
        ])
    }

    fn encoding(&self, file: &File) -> Json {
        let hash = file.hash.map(|hash| hash.to_string());
        json::object([
            ("@type", "MediaObject".into()),
            ("contentUrl", file.to.as_str().into()),
            ("contentSize", file.bytes.to_string().into()),
            ("sha256", hash.into()),
        ])
    }
}

impl<'a> Section<'a> {
    /// Every record that the section itself names.
    fn records(&self) -> impl Iterator<Item = &Record<'a>> {
        self.entries.iter().flat_map(|entry| match &entry.shown {
            Shown::Record(record) => std::slice::from_ref(record),
            Shown::Records(records) => records.as_slice(),
            _ => &[],
        })
    }
}

fn find<'e, 'k>(entries: &'e [Entry<'k>], name: &str) -> Option<&'e Shown<'k>> {
    let entry = entries.iter().find(|entry| entry.field.name == name)?;
    Some(&entry.shown)
}

/// A value as a text: dates as days, choices as they are written, links as their address.
fn text(entries: &[Entry<'_>], name: &str) -> Option<String> {
    match find(entries, name)? {
        Shown::Text(text) | Shown::Markdown(text) => Some(text.clone()),
        Shown::Date(date) => Some(date.to_string()),
        Shown::Choice { value, .. } => Some(value.clone()),
        Shown::Link(Link { to, .. }) => Some(to.clone()),
        _ => None,
    }
}
