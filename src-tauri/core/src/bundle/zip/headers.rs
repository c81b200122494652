//! The headers of a zip (PKWARE's APPNOTE 6.3), as far as bundles use them: no parts, no encryption,
//! nothing of 64 bits.

/// Bits of the flags: sizes follow the bytes; the name is UTF-8; encryption of three sorts.
pub(in crate::bundle) const SIZES_FOLLOW: u16 = 1 << 3;
pub(in crate::bundle) const UTF_8: u16 = 1 << 11;
pub(in crate::bundle) const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
/// How bytes are packed.
pub(in crate::bundle) const STORED: u16 = 0;
pub(in crate::bundle) const DEFLATED: u16 = 8;
/// Lengths without names and what follows them.
pub(in crate::bundle) const LOCAL: usize = 30;
pub(in crate::bundle) const CENTRAL: usize = 46;
pub(in crate::bundle) const END: usize = 22;
/// How each begins.
pub(in crate::bundle) const LOCAL_MARK: u32 = 0x0403_4b50;
pub(in crate::bundle) const CENTRAL_MARK: u32 = 0x0201_4b50;
pub(in crate::bundle) const END_MARK: u32 = 0x0605_4b50;
pub(in crate::bundle) const FOLLOWING_MARK: u32 = 0x0807_4b50;

/// What is said of a file twice: before its bytes, and in the list at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bundle) struct Stat {
    pub(in crate::bundle) version: u16,
    pub(in crate::bundle) flags: u16,
    pub(in crate::bundle) method: u16,
    pub(in crate::bundle) time: u16,
    pub(in crate::bundle) date: u16,
    pub(in crate::bundle) crc: u32,
    pub(in crate::bundle) packed: u32,
    pub(in crate::bundle) size: u32,
}

/// One entry of the list at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::bundle) struct Central {
    pub(in crate::bundle) stat: Stat,
    pub(in crate::bundle) name: Vec<u8>,
    /// Further fields; ours have none.
    pub(in crate::bundle) extra: Vec<u8>,
    pub(in crate::bundle) made_by: u16,
    pub(in crate::bundle) attributes: u32,
    pub(in crate::bundle) offset: u32,
}

/// The end of a zip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bundle) struct End {
    pub(in crate::bundle) files: u16,
    pub(in crate::bundle) bytes: u32,
    pub(in crate::bundle) offset: u32,
}

/// Reads numbers from bytes, the lowest byte first.
pub(in crate::bundle) struct Reader<'a>(pub(in crate::bundle) &'a [u8]);

impl<'a> Reader<'a> {
    pub(in crate::bundle) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(first)
    }

    pub(in crate::bundle) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.bytes(2)?.try_into().ok()?))
    }

    pub(in crate::bundle) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    fn mark(&mut self, mark: u32) -> Option<()> {
        (self.u32()? == mark).then_some(())
    }
}

impl Stat {
    fn read(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            version: from.u16()?,
            flags: from.u16()?,
            method: from.u16()?,
            time: from.u16()?,
            date: from.u16()?,
            crc: from.u32()?,
            packed: from.u32()?,
            size: from.u32()?,
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        for number in [self.version, self.flags, self.method, self.time, self.date] {
            out.extend(number.to_le_bytes());
        }
        for number in [self.crc, self.packed, self.size] {
            out.extend(number.to_le_bytes());
        }
    }

    /// Reads what stands before a file, up to the lengths of its name and of what follows that.
    pub(in crate::bundle) fn local(bytes: &[u8]) -> Option<(Self, u16, u16)> {
        let mut from = Reader(bytes);
        from.mark(LOCAL_MARK)?;
        Some((Self::read(&mut from)?, from.u16()?, from.u16()?))
    }

    /// What stands before a file of that name.
    pub(in crate::bundle) fn to_local(self, name: &[u8]) -> Vec<u8> {
        let mut out = LOCAL_MARK.to_le_bytes().to_vec();
        self.write(&mut out);
        out.extend(length(name).to_le_bytes());
        out.extend(0u16.to_le_bytes());
        out.extend(name);
        out
    }
}

impl Central {
    /// Reads one entry. `None` for what is damaged, has a comment, or lies in another part.
    pub(in crate::bundle) fn read(from: &mut Reader<'_>) -> Option<Self> {
        from.mark(CENTRAL_MARK)?;
        let made_by = from.u16()?;
        let stat = Stat::read(from)?;
        let (name, extra, comment, part) = (from.u16()?, from.u16()?, from.u16()?, from.u16()?);
        let _text = from.u16()?;
        let (attributes, offset) = (from.u32()?, from.u32()?);
        let name = from.bytes(usize::from(name))?.to_vec();
        let extra = from.bytes(usize::from(extra))?.to_vec();
        (comment == 0 && part == 0).then_some(Self {
            stat,
            name,
            extra,
            made_by,
            attributes,
            offset,
        })
    }

    /// The entry as bytes, without further fields.
    pub(in crate::bundle) fn to_bytes(&self) -> Vec<u8> {
        let mut out = CENTRAL_MARK.to_le_bytes().to_vec();
        out.extend(self.made_by.to_le_bytes());
        self.stat.write(&mut out);
        out.extend(length(&self.name).to_le_bytes());
        // Further fields, comment, part, whether it is text.
        out.extend([0; 8]);
        out.extend(self.attributes.to_le_bytes());
        out.extend(self.offset.to_le_bytes());
        out.extend(&self.name);
        out
    }
}

impl End {
    /// Reads the end. `None` for what is damaged, has a comment, or consists of parts.
    pub(in crate::bundle) fn read(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        from.mark(END_MARK)?;
        let parts = (from.u16()?, from.u16()?);
        let (here, files) = (from.u16()?, from.u16()?);
        let (bytes, offset, comment) = (from.u32()?, from.u32()?, from.u16()?);
        (parts == (0, 0) && here == files && comment == 0 && from.0.is_empty()).then_some(Self {
            files,
            bytes,
            offset,
        })
    }

    /// The end as bytes.
    pub(in crate::bundle) fn to_bytes(self) -> Vec<u8> {
        let mut out = END_MARK.to_le_bytes().to_vec();
        out.extend([0; 4]);
        out.extend(self.files.to_le_bytes());
        out.extend(self.files.to_le_bytes());
        out.extend(self.bytes.to_le_bytes());
        out.extend(self.offset.to_le_bytes());
        out.extend([0; 2]);
        out
    }
}

/// The length of a name; safe names are far shorter than the most.
fn length(name: &[u8]) -> u16 {
    u16::try_from(name.len()).unwrap_or(u16::MAX)
}
