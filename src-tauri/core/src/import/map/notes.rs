//! What is said of a page while it is mapped: each sort of note in one place.

use crate::import::report::Note;
use crate::message::Message;
use crate::say;

/// A sort of note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Repaired: faults of the syntax.
    Syntax,
    /// Repaired: text that only looked like a heading.
    FauxHeading,
    /// Repaired: an id that was there twice.
    DuplicateId,
    /// Repaired: paragraphs without anything in them.
    Empty,
    /// Repaired: the first row of a table became its header.
    HeaderRow,
    /// Repaired: several blocks of a cell became one line.
    CellLines,
    /// Left out: a script.
    Script,
    /// Left out: style sheets and technical elements.
    Technical,
    /// Left out: attributes for tracking.
    Tracking,
    /// Left out: code in attributes.
    Handler,
    /// Left out: styles of single elements.
    Styles,
    /// Left out: a link without a target.
    EmptyLink,
    /// Left out: a link to `#`.
    PlaceholderLink,
    /// Left out: a link within another.
    NestedLink,
    /// Left out: a link that would run code.
    UnsafeLink,
    /// Left out: a decorative arrow.
    Arrow,
    /// Left out: controls of a widget that is no more.
    Control,
    /// Left out: a hidden widget.
    Widget,
    /// Left out: a comment for developers.
    Comment,
    /// Left out: something embedded from elsewhere.
    Embed,
    /// Left out: a second copy of pictures.
    Twin,
    /// Left out: pictures that closed a window of a script.
    Close,
    /// Left out: a drawing in the page itself.
    Drawing,
    /// Left out: what stands around every page.
    Frame,
    /// Left out: bullets that were typed.
    Bullet,
    /// To look at: a picture without alternative text.
    NoAlt,
    /// To look at: kept as HTML.
    Raw,
    /// To look at: a list of contents that does not say what the headings say.
    Contents,
}

impl Sort {
    fn code(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::FauxHeading => "faux-heading",
            Self::DuplicateId => "duplicate-id",
            Self::Empty => "empty",
            Self::HeaderRow => "header-row",
            Self::CellLines => "cell-lines",
            Self::Script => "script",
            Self::Technical => "technical",
            Self::Tracking => "tracking",
            Self::Handler => "handler",
            Self::Styles => "styles",
            Self::EmptyLink => "empty-link",
            Self::PlaceholderLink => "placeholder-link",
            Self::NestedLink => "nested-link",
            Self::UnsafeLink => "unsafe-link",
            Self::Arrow => "arrow",
            Self::Control => "control",
            Self::Widget => "widget",
            Self::Comment => "comment",
            Self::Embed => "embed",
            Self::Twin => "twin",
            Self::Close => "close",
            Self::Drawing => "drawing",
            Self::Frame => "frame",
            Self::Bullet => "bullet",
            Self::NoAlt => "no-alt",
            Self::Raw => "raw",
            Self::Contents => "contents",
        }
    }

    /// Whether its targets are those of links and not of pictures.
    pub(super) fn is_link(self) -> bool {
        matches!(
            self,
            Self::EmptyLink
                | Self::PlaceholderLink
                | Self::UnsafeLink
                | Self::NestedLink
                | Self::Drawing
        )
    }

    fn message(self) -> Message {
        match self {
            Self::Syntax => say!(
                "The HTML had faults that browsers forgive. It was read as a browser reads it, and is written without faults."
            ),
            Self::FauxHeading => {
                say!("Text that only looked like a heading is a real heading now.")
            }
            Self::DuplicateId => say!(
                "A name for links was given twice on this page. The first place keeps it, as in browsers."
            ),
            Self::Empty => say!("Empty paragraphs and the like were left out."),
            Self::HeaderRow => {
                say!(
                    "The table had no header. Its first row is the header now: see if that is right."
                )
            }
            Self::CellLines => say!("Several lines of a cell became one."),
            Self::Script => say!("A script was left out: pages work without scripts."),
            Self::Technical => {
                say!("Style sheets and technical elements were left out: the theme has its own.")
            }
            Self::Tracking => say!("Attributes for tracking and for scripts were left out."),
            Self::Handler => say!("Code that ran on a click was left out."),
            Self::Styles => {
                say!("Styles of single elements were left out: the theme decides how things look.")
            }
            Self::EmptyLink => say!("A link without a target was left out; its text was kept."),
            Self::PlaceholderLink => {
                say!("A link that led nowhere (“#”) was left out; its text was kept.")
            }
            Self::NestedLink => {
                say!("A link within another link was left out; its text was kept.")
            }
            Self::UnsafeLink => {
                say!("A link that would have run code was left out; its text was kept.")
            }
            Self::Arrow => say!("A decorative arrow was left out: the theme draws its own."),
            Self::Control => say!("Controls that need a script were left out."),
            Self::Widget => {
                say!("A hidden widget that needs a script was left out. Nobody could see it.")
            }
            Self::Comment => say!("A comment for developers was left out."),
            Self::Embed => {
                say!(
                    "Something embedded from elsewhere was left out: visitors would be sent to another server."
                )
            }
            Self::Twin => say!("Second copies of the same pictures were left out."),
            Self::Close => {
                say!("Pictures of buttons that needed a script were left out.")
            }
            Self::Drawing => say!(
                "A drawing within the page is kept as HTML, but is in no output: it could hold code. Make a picture of it and add that."
            ),
            Self::Frame => say!(
                "What stands around every page (header, navigation, footer) was left out: the theme makes it."
            ),
            Self::Bullet => {
                say!(
                    "Bullets and numbers that were typed became lists; the characters themselves are gone."
                )
            }
            Self::NoAlt => say!("This picture has no description for people who cannot see it."),
            Self::Raw => {
                say!("This part fits no form. It was kept as HTML and can be edited as such.")
            }
            Self::Contents => {
                say!(
                    "This list of contents does not say what the headings say. It was kept as it was."
                )
            }
        }
    }
}

/// Notes of one page in order.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    /// Says something of a line. What names neither text nor targets is counted under the first of its sort.
    pub(super) fn add(
        &mut self,
        sort: Sort,
        line: u32,
        text: Option<String>,
        targets: Vec<String>,
    ) {
        let text = text
            .map(|text| super::look::one_line(&text))
            .filter(|text| !text.is_empty());
        if text.is_none()
            && targets.is_empty()
            && let Some(known) = self.0.iter_mut().find(|note| {
                note.code == sort.code() && note.text.is_none() && note.targets.is_empty()
            })
        {
            known.count += 1;
            return;
        }
        self.0.push(Note {
            code: sort.code().to_owned(),
            message: sort.message(),
            line,
            count: 1,
            text,
            targets,
        });
    }

    /// What was said.
    pub(super) fn into_inner(self) -> Vec<Note> {
        self.0
    }
}
