//! What became of asking for one address, and why some addresses gave nothing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::Message;
use crate::say;

/// What became of asking for one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase")]
#[ts(export, rename = "OutsideAnswer")]
pub enum Answer {
    /// It is there.
    Fine,
    /// It leads on to another address that is there.
    Moved {
        /// Where it leads.
        to: String,
        /// For good, by what the other site says; else only for now.
        permanent: bool,
    },
    /// The other site has it no more, or never had.
    Gone {
        /// What was answered: 404 or 410.
        status: u16,
    },
    /// The other site does not let programs look.
    Refused {
        /// What was answered.
        status: u16,
    },
    /// The other site has a fault.
    Broken {
        /// What was answered: 500 or more.
        status: u16,
    },
    /// There was no answer that a visitor could use.
    Unreachable {
        /// Why.
        why: Trouble,
    },
    /// It lies inside a network, and was not asked.
    Internal,
}

/// Why an address gave no answer that a visitor could use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "trouble", rename_all = "camelCase")]
#[ts(export, rename = "OutsideTrouble")]
pub enum Trouble {
    /// What is written is no address.
    NotAnAddress,
    /// Nobody knows the name.
    NoName,
    /// This computer finds no way there.
    NoWay,
    /// Nobody takes connections there.
    TurnedAway,
    /// No answer in time.
    TimedOut,
    /// The connection ended without an answer.
    BrokeOff,
    /// The certificate is not valid.
    Certificate,
    /// No secure connection came about.
    NotSecure,
    /// What was answered could not be understood.
    Garbled,
    /// It leads on and on.
    Circle,
    /// It leads on to something that is no web page that visitors can open.
    Astray {
        /// What it leads to.
        to: String,
    },
}

impl Answer {
    /// Whether a person should look at it.
    pub fn is_to_look_at(&self) -> bool {
        !matches!(
            self,
            Self::Fine
                | Self::Moved {
                    permanent: false,
                    ..
                }
        )
    }

    /// Whether what was asked for was found, there or elsewhere.
    pub fn is_found(&self) -> bool {
        matches!(self, Self::Fine | Self::Moved { .. })
    }

    /// Why it was not found, as a part of a sentence; empty where there is nothing to add.
    pub fn why(&self) -> Message {
        match self {
            Self::Fine | Self::Moved { .. } => Message::default(),
            Self::Gone { status } | Self::Refused { status } => {
                say!("the answer was {status}", status = u32::from(*status))
            }
            Self::Broken { status } => say!(
                "the other site has a fault, its answer was {status}",
                status = u32::from(*status)
            ),
            Self::Internal => say!("it lies inside a network, where visitors cannot open it"),
            Self::Unreachable { why } => why.said(),
        }
    }
}

impl Trouble {
    fn said(&self) -> Message {
        match self {
            Self::NotAnAddress => say!("it is not a complete address"),
            Self::NoName => say!("there is no site with this name"),
            Self::NoWay => say!("this computer found no way there"),
            Self::TurnedAway => say!("the other site takes no connections"),
            Self::TimedOut => say!("the other site did not answer in time"),
            Self::BrokeOff => say!("the other site ended the connection without an answer"),
            Self::Certificate => {
                say!("the certificate of the other site is not valid, and browsers warn of it")
            }
            Self::NotSecure => say!("no secure connection to the other site came about"),
            Self::Garbled => say!("the other site answered something that no browser understands"),
            Self::Circle => say!("it leads on from one address to the next without an end"),
            Self::Astray { to } => {
                say!("it leads on to {to}, which visitors cannot open", to)
            }
        }
    }
}
