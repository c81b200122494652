//! Keys and signatures, as minisign writes them. A signature names the public key that it was made
//! with, so that whoever gets a bundle can look at that key before trusting it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use minisign::{ErrorKind, KeyPair, PublicKey, SecretKey, SecretKeyBox, SignatureBox};

use crate::error::Error;
use crate::say;
use crate::site::SETTINGS;
use crate::store::{Hash, data, output};

use super::Manifest;

/// Fewest characters of a password.
pub const SHORTEST: usize = 8;
/// What minisign itself takes for keys that matter: a gigabyte, and a second or two.
const OPERATIONS: u64 = 33_554_432;
const MEMORY: u64 = 1_073_741_824;
/// The same as parameters of scrypt.
const HARDNESS: (u8, u32, u32) = (20, 8, 1);
/// Where the parts of a secret key begin: how it is protected, its salt, and what is protected.
const METHOD: usize = 2;
const SALT: usize = 6;
const LIMITS: usize = 38;
const PROTECTED: usize = 54;
/// How the bytes of a public key begin.
const KIND: &[u8] = b"Ed";
/// Lengths of the two lines of a signature that are no comments.
const SIGNED_LINE: usize = 100;
const OVERALL_LINE: usize = 88;
/// How the first line of a signature begins, after minisign's own words.
const COMMENT: &str = "trust center release, public key ";

/// A public key: what a signature is checked with.
#[derive(Debug, Clone)]
pub struct Key(PublicKey);

/// A new key: the public half to give away, and the file that must stay secret.
pub struct NewKey {
    /// The public half.
    pub public: Key,
    /// The text of the secret key's file, protected by the password.
    pub secret: String,
}

impl NewKey {
    /// Writes the secret key to `file`, which only its owner may read, and the public one beside it
    /// under the ending `.pub`; answers where that is. Neither may be there yet, or inside a site: what
    /// is in a site is given away with it.
    ///
    /// # Errors
    /// [`Error::Refused`] inside a site, [`Error::Write`].
    pub fn write(&self, file: &Path) -> Result<PathBuf, Error> {
        let public = Self::usable(file)?;
        let failed = |file: &Path, e| Error::write(file, e);
        data::write_new(file, self.secret.as_bytes()).map_err(|e| failed(file, e))?;
        output::replace(&public, self.public.text().as_bytes()).map_err(|e| failed(&public, e))?;
        Ok(public)
    }

    /// Where the public key is written that belongs to a secret key in `file`, if both may be written:
    /// to be asked before a password is.
    ///
    /// # Errors
    /// As [`NewKey::write`].
    pub fn usable(file: &Path) -> Result<PathBuf, Error> {
        let whole = std::path::absolute(file).map_err(|e| Error::read(file, e))?;
        if whole
            .ancestors()
            .any(|folder| folder.join(SETTINGS).is_file())
        {
            return Err(Error::Refused(say!(
                "“{file}” lies in a trust center, and would be given away with it. No key was made. Choose a place outside the site.",
                file
            )));
        }
        let public = file.with_extension("pub");
        for there in [file, &public] {
            if there.symlink_metadata().is_ok() {
                return Err(Error::Refused(say!(
                    "“{file}” is there already, and no key is written over another. No key was made. Choose another name.",
                    file = there
                )));
            }
        }
        Ok(public)
    }
}

impl Key {
    /// Makes a key whose secret half is protected by a password.
    ///
    /// # Errors
    /// [`Error::Refused`] for a password that is too short, or when the system has no random numbers.
    pub fn generate(password: &str) -> Result<NewKey, Error> {
        if password.chars().count() < SHORTEST {
            return Err(Error::Refused(say!(
                "The password is too short. No key was made. Choose one of at least {count} characters, better several words.",
                count = SHORTEST
            )));
        }
        let failed = |e: &dyn std::fmt::Display| {
            let reason = e.to_string();
            Error::Refused(say!(
                "No key could be made: {reason}. Nothing was changed. Try again.",
                reason
            ))
        };
        let pair = KeyPair::generate_unencrypted_keypair().map_err(|e| failed(&e))?;
        let mut salt = [0; LIMITS - SALT];
        getrandom::fill(&mut salt).map_err(|e| failed(&e))?;
        let public = Self(pair.pk);
        let protected = protect(pair.sk.to_bytes(), salt, password).map_err(|e| failed(&e))?;
        let comment = format!("trust center secret key {}", public.id());
        let secret = SecretKey::from_bytes(&protected)
            .and_then(|key| key.to_box(Some(&comment)))
            .map_err(|e| failed(&e))?;
        Ok(NewKey {
            public,
            secret: secret.into_string(),
        })
    }

    /// Reads a public key: the file, or only its second line.
    ///
    /// # Errors
    /// [`Error::Refused`] for what is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let line = lines.find(|line| !line.starts_with("untrusted comment:"));
        let key = line.and_then(|line| PublicKey::from_base64(line).ok());
        let key = key.filter(|key| key.to_bytes().starts_with(KIND));
        match key.map(Self) {
            Some(key) if line == Some(key.line().as_str()) && lines.next().is_none() => Ok(key),
            _ => Err(Error::Refused(say!(
                "This is no public key. Nothing was changed. Choose the file that ends in .pub, not the secret key."
            ))),
        }
    }

    /// The text of the public key's file.
    pub fn text(&self) -> String {
        format!(
            "untrusted comment: minisign public key {}\n{}\n",
            self.id(),
            self.line()
        )
    }

    /// The key on one line.
    pub fn line(&self) -> String {
        self.0.to_base64()
    }

    /// Its short name, as minisign shows it. Another key can have the same: people compare the
    /// [fingerprint](Self::fingerprint).
    pub fn id(&self) -> String {
        let bytes = self.0.keynum().iter().rev();
        bytes.fold(String::new(), |mut id, byte| {
            let _ = write!(id, "{byte:02X}");
            id
        })
    }

    /// What people compare before they trust it: 32 hexadecimal digits in groups of four.
    pub fn fingerprint(&self) -> String {
        let digest = Hash::of(&self.0.to_bytes()).to_string();
        let groups = digest.as_bytes().chunks(4).take(8);
        let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
        groups.join(" ")
    }

    /// Whether `signature`, as minisign writes it, was made with it over exactly this text.
    pub fn signed(&self, text: &str, signature: &str) -> bool {
        let lengths: Vec<usize> = signature.lines().map(str::len).collect();
        // The crate takes these lengths for granted.
        if lengths.len() != 4 || lengths[1] != SIGNED_LINE || lengths[3] != OVERALL_LINE {
            return false;
        }
        SignatureBox::from_string(signature).is_ok_and(|signature| self.made(&signature, text))
    }

    /// Whether a signature over these bytes was made with it.
    fn made(&self, signature: &SignatureBox, text: &str) -> bool {
        let bytes = std::io::Cursor::new(text.as_bytes());
        minisign::verify(&self.0, signature, bytes, true, false, false).is_ok()
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.line() == other.line()
    }
}

impl Eq for Key {}

/// Protects the bytes of a secret key as minisign does it for keys that matter. The crate would use
/// a thirtieth of that memory.
fn protect(mut key: Vec<u8>, salt: [u8; 32], password: &str) -> Result<Vec<u8>, String> {
    let (log, block, lanes) = HARDNESS;
    let hardness = scrypt::Params::new(log, block, lanes, scrypt::Params::RECOMMENDED_LEN)
        .map_err(|e| e.to_string())?;
    let mut stream = vec![0; key.len().saturating_sub(PROTECTED)];
    scrypt::scrypt(password.as_bytes(), &salt, &hardness, &mut stream)
        .map_err(|e| e.to_string())?;
    key[METHOD..METHOD + 2].copy_from_slice(b"Sc");
    key[SALT..LIMITS].copy_from_slice(&salt);
    key[LIMITS..LIMITS + 8].copy_from_slice(&OPERATIONS.to_le_bytes());
    key[LIMITS + 8..PROTECTED].copy_from_slice(&MEMORY.to_le_bytes());
    for (byte, mask) in key[PROTECTED..].iter_mut().zip(stream) {
        *byte ^= mask;
    }
    Ok(key)
}

/// What a signature says of a release beside its bytes. A manifest of no release is not signed: without
/// a number an old one could be shown as the newest.
///
/// # Errors
/// [`Error::Refused`] for a manifest of no release.
fn comment(manifest: &Manifest) -> Result<String, Error> {
    let Some(release) = manifest.release else {
        return Err(Error::Refused(say!(
            "This bundle is no release: it has no number. Nothing was signed. Make a release of the site, then sign that."
        )));
    };
    let (number, site) = (release.number, serde_json::Value::from(manifest.site.id()));
    Ok(format!(
        "release {number} of {site}, root {}",
        manifest.root()
    ))
}

/// A secret key that was opened with its password.
pub struct Signer {
    key: SecretKey,
    public: Key,
}

impl Signer {
    /// Opens the secret key in the text of a file. It takes a gigabyte and a second or two.
    ///
    /// # Errors
    /// [`Error::Refused`] for a damaged key or a wrong password.
    pub fn open(secret: &str, password: &str) -> Result<Self, Error> {
        let key = SecretKeyBox::from_string(secret)
            .and_then(|key| key.into_secret_key(Some(password.to_owned())))
            .map_err(|e| match e.kind() {
                ErrorKind::Verify => Error::Refused(say!(
                    "The password does not open this secret key. Nothing was signed. Check the password, and that it is the right key."
                )),
                _ => no_secret(),
            })?;
        let public = PublicKey::from_secret_key(&key).map_err(|_| no_secret())?;
        let public = Key(public);
        Ok(Self { key, public })
    }

    /// The public half.
    pub fn public(&self) -> &Key {
        &self.public
    }

    /// Signs the manifest of a release; answers the text of `manifest.json.minisig`.
    ///
    /// # Errors
    /// [`Error::Refused`] for a manifest of no release.
    pub fn sign(&self, manifest: &Manifest) -> Result<String, Error> {
        let comment = comment(manifest)?;
        let beside = format!("{COMMENT}{}", self.public.line());
        let text = manifest.to_text();
        let signature = minisign::sign(
            Some(&self.public.0),
            &self.key,
            text.as_bytes(),
            Some(&comment),
            Some(&beside),
        );
        let signature = signature.map_err(|e| {
            let reason = e.to_string();
            Error::Refused(say!(
                "The release could not be signed: {reason}. Nothing was changed. Try again.",
                reason
            ))
        })?;
        Ok(signature.to_string())
    }
}

fn no_secret() -> Error {
    Error::Refused(say!(
        "This is no secret key that is protected by a password, or it is damaged. Nothing was signed. Choose the file that keygen wrote, or take it from your backup."
    ))
}

/// A signature that is written as ours are: every byte of it counts.
pub struct Signature {
    signature: SignatureBox,
    key: Key,
}

impl Signature {
    /// Reads the text of a signature; `None` when a byte of it is not as [`Signer::sign`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [first, signed, _, overall, ""] = lines[..] else {
            return None;
        };
        // The crate takes these lengths for granted.
        if signed.len() != SIGNED_LINE || overall.len() != OVERALL_LINE {
            return None;
        }
        let line = first
            .strip_prefix("untrusted comment: ")?
            .strip_prefix(COMMENT)?;
        let key = Key::parse(line).ok().filter(|key| key.line() == line)?;
        let signature = SignatureBox::from_string(text).ok()?;
        signature.trusted_comment().ok()?;
        (signature.to_string() == text && signature.keynum() == key.0.keynum())
            .then_some(Self { signature, key })
    }

    /// The key that it says it was made with.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Whether it was made with that key, over this manifest and its text.
    pub fn fits(&self, text: &str, manifest: &Manifest) -> bool {
        self.key.made(&self.signature, text)
            && comment(manifest)
                .is_ok_and(|said| self.signature.trusted_comment().ok() == Some(said))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Numbered, Stated};
    use crate::model::Date;

    fn manifest() -> Manifest {
        let stated = Stated {
            bytes: 3,
            hash: Hash::of(b"abc"),
        };
        let mut manifest = Manifest::new([("en/index.html".to_owned(), stated)]);
        manifest.site.name = "Trust\n“us” ".into();
        manifest.release = Some(Numbered {
            number: 3,
            date: Date::parse("2026-11-27").unwrap(),
            previous: None,
        });
        manifest
    }

    #[test]
    fn a_signature_fits_its_manifest_and_no_byte_of_it_can_change() {
        let key = Key::generate("correct horse").unwrap();
        let manifest = manifest();
        let signer = Signer::open(&key.secret, "correct horse").unwrap();
        assert_eq!(signer.public(), &key.public);
        let text = signer.sign(&manifest).unwrap();
        let signature = Signature::parse(&text).unwrap();
        assert_eq!(signature.key(), &key.public);
        assert!(signature.fits(&manifest.to_text(), &manifest));
        let mut other = manifest.clone();
        other.release = None;
        assert!(!signature.fits(&manifest.to_text(), &other));
        assert!(!signature.fits(&other.to_text(), &manifest));
        assert!(signer.sign(&other).is_err());
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            let fits = Signature::parse(&changed)
                .is_some_and(|one| one.fits(&manifest.to_text(), &manifest));
            assert!(!fits, "byte {at} of {changed}");
        }
        assert!(Signature::parse(&format!("{text}\n")).is_none());
        assert!(Signature::parse(&text.replace('\n', "\r\n")).is_none());

        let opened = |secret, password| Signer::open(secret, password).map(drop);
        let wrong = opened(&key.secret, "correct house").unwrap_err();
        assert!(wrong.to_string().contains("password"), "{wrong}");
        for damaged in ["", "x\ny\n", &key.secret[..90], &key.public.text()] {
            let error = opened(damaged, "correct horse").unwrap_err();
            assert!(error.to_string().contains("backup"), "{error}");
        }
    }

    #[test]
    fn public_keys_are_read_with_and_without_their_comment() {
        let key = Key(KeyPair::generate_unencrypted_keypair().unwrap().pk);
        assert_eq!(Key::parse(&key.text()).unwrap(), key);
        assert_eq!(Key::parse(&key.line()).unwrap(), key);
        assert_eq!(key.id().len(), 16);
        assert_eq!(key.fingerprint().len(), 39);
        let two = format!("{}{}", key.text(), key.text());
        for none in ["", "untrusted comment: x", "RWQ", &two, &key.line()[1..]] {
            assert!(Key::parse(none).is_err(), "{none}");
        }
        assert!(Key::generate("short").is_err());
    }
}
