//! Rich text on its way from HTML to Markdown.

/// A block of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading, whatever it was disguised as.
    Heading {
        /// How much it weighs on its page: the smaller, the higher it stands. Its level when it is known.
        weight: u32,
        /// The name links use.
        anchor: Option<String>,
        /// Its text.
        inline: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number of a numbered one.
        start: Option<u32>,
        /// The blocks of each item.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Text kept as it is.
    Code(String),
    /// A line across.
    Rule,
    /// Rows of cells; the first is the header.
    Table(Vec<Vec<Vec<Inline>>>),
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    /// Letters.
    Text(String, Marks),
    /// A new line.
    Break,
    /// A picture.
    Picture {
        /// Its address.
        to: String,
        /// Its alternative text.
        alt: String,
        /// The link it stands in.
        link: Option<Link>,
    },
}

/// A link: two beside each other with the same target are two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Which one of the page.
    pub(super) number: u32,
    /// Where it leads.
    pub(super) to: String,
}

/// What letters carry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) link: Option<Link>,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) raised: bool,
    pub(super) code: bool,
}

impl Block {
    /// What it shows: letters without white space, targets of links, addresses of pictures.
    pub(super) fn shown(&self, out: &mut Shown) {
        match self {
            Self::Paragraph(inline) | Self::Heading { inline, .. } => out.inline(inline),
            Self::List { items, .. } => items.iter().flatten().for_each(|block| block.shown(out)),
            Self::Quote(blocks) => blocks.iter().for_each(|block| block.shown(out)),
            Self::Code(text) => out.add(text),
            Self::Rule => {}
            Self::Table(rows) => rows.iter().flatten().for_each(|cell| out.inline(cell)),
        }
    }
}

/// What something shows, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Letters without white space.
    pub(super) text: String,
    /// Targets of links.
    pub(super) links: Vec<String>,
    /// Addresses of pictures.
    pub(super) pictures: Vec<String>,
}

impl Shown {
    /// Adds letters.
    pub(super) fn add(&mut self, text: &str) {
        self.text.push_str(&super::look::squeezed(text));
    }

    fn inline(&mut self, inline: &[Inline]) {
        let mut last = None;
        for piece in inline {
            let link = match piece {
                Inline::Text(text, marks) => {
                    self.add(text);
                    marks.link.as_ref()
                }
                Inline::Picture { to, link, .. } => {
                    self.pictures.push(to.clone());
                    link.as_ref()
                }
                Inline::Break => continue,
            };
            if let Some(link) = link
                && last != Some(link.number)
            {
                self.links.push(link.to.clone());
            }
            last = link.map(|link| link.number);
        }
    }

    /// What blocks show.
    pub(super) fn of(blocks: &[Block]) -> Self {
        let mut shown = Self::default();
        blocks.iter().for_each(|block| block.shown(&mut shown));
        shown
    }
}

/// The letters of a line.
pub(super) fn letters(inline: &[Inline]) -> String {
    inline
        .iter()
        .map(|piece| match piece {
            Inline::Text(text, _) => text.as_str(),
            Inline::Break => " ",
            Inline::Picture { .. } => "",
        })
        .collect()
}
