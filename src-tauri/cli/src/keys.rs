//! `keygen`, `sign` and `revoke`: keys are made, used and withdrawn. No secret is ever printed.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use trustdesk_core::bundle::{Key, Known, NewKey, Signer, write};
use trustdesk_core::error::Error;
use trustdesk_core::say;

use crate::{clear, print, verify, words};

/// The variable that holds the password where nobody is asked.
const PASSWORD: &str = "TRUSTDESK_KEY_PASSWORD";

/// Makes a key.
pub(crate) fn keygen(file: &Path) -> Result<ExitCode, Error> {
    NewKey::usable(file)?;
    let key = Key::generate(&new_password()?)?;
    let public = key.write(file)?;
    for line in words::new_key(file, &public, &key.public) {
        print(&line);
    }
    Ok(ExitCode::SUCCESS)
}

/// Signs a bundle.
pub(crate) fn sign(bundle: &Path, secret: &Path) -> Result<ExitCode, Error> {
    let signer = signer(secret)?;
    write::signature(bundle, &signer, &verify::telling())?;
    clear();
    print(&words::signed(bundle, signer.public()));
    Ok(ExitCode::SUCCESS)
}

/// The secret key in a file, opened with its password.
pub(crate) fn signer(secret: &Path) -> Result<Signer, Error> {
    let text = fs::read_to_string(secret).map_err(|e| Error::read(secret, e))?;
    Signer::open(&text, &password(words::PASSWORD)?)
}

/// Withdraws a key for good.
pub(crate) fn revoke(key: &str, file: &Path) -> Result<ExitCode, Error> {
    let key = public(key)?;
    let mut known = Known::read(file)?;
    known.revoke(&key);
    known.write(file)?;
    print(&words::revoked(&key));
    Ok(ExitCode::SUCCESS)
}

/// A public key: in a file, or given as the line itself.
pub(crate) fn public(text: &str) -> Result<Key, Error> {
    if let Ok(key) = Key::parse(text) {
        return Ok(key);
    }
    let file = PathBuf::from(text);
    let text = fs::read_to_string(&file).map_err(|e| Error::read(&file, e))?;
    Key::parse(&text)
}

/// A new password, asked for twice where somebody types it.
fn new_password() -> Result<String, Error> {
    let first = password(words::NEW_PASSWORD)?;
    if std::env::var_os(PASSWORD).is_none() && password(words::PASSWORD_AGAIN)? != first {
        return Err(Error::Refused(say!(
            "The two passwords differ. No key was made. Try again."
        )));
    }
    Ok(first)
}

/// The password from the environment, or from the terminal, where it is not shown.
fn password(prompt: &str) -> Result<String, Error> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    let asked = std::io::stdin().is_terminal();
    let typed = asked.then(|| rpassword::prompt_password(prompt));
    match typed {
        Some(Ok(password)) => Ok(password),
        _ => Err(Error::Refused(say!(
            "The password of the key is needed, and nobody can be asked for it here. Nothing was changed. Put it into the variable {variable}.",
            variable = PASSWORD
        ))),
    }
}
