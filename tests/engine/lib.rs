//! What the whole-engine tests share: sites made in temporary folders.
