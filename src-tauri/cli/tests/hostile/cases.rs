//! Zips that somebody made with bad intent, each a good bundle but for one thing.

use super::raw::{File, Zip};

/// What is done to a good bundle.
type Deed = Box<dyn Fn(&mut Zip)>;

/// A case by its name.
pub(crate) type Case = (String, Deed);

fn case(name: impl Into<String>, deed: impl Fn(&mut Zip) + 'static) -> Case {
    (name.into(), Box::new(deed))
}

/// A file more, made like others but for one thing.
fn more(name: &str, change: impl Fn(File) -> File + 'static) -> Case {
    case(name, move |zip| {
        zip.files.push(change(File::new("en/evil.html", b"evil")));
    })
}

/// All cases.
pub(crate) fn all() -> Vec<Case> {
    let mut all = names();
    all.extend(sorts());
    all.extend(lies());
    all.extend(frames());
    all.extend(bombs());
    all.extend(manifests());
    all
}

/// Names that leave the folder, mean something else somewhere, or are taken.
fn names() -> Vec<Case> {
    let long = "a".repeat(300);
    let deep = "a/".repeat(60) + "evil";
    let longer = "aaaaaaaaa/".repeat(39) + &"b".repeat(250) + &"c".repeat(500);
    let names: Vec<Vec<u8>> = [
        "../evil",
        "../../../../../../../../tmp/trustdesk-evil",
        "/tmp/trustdesk-evil",
        "en/../../evil",
        "./evil",
        "en//evil",
        "en/./evil",
        "..",
        "",
        "C:\\evil",
        "C:/evil",
        "C:evil",
        "\\\\host\\share\\evil",
        "\\\\?\\C:\\evil",
        "..\\evil",
        "en\\..\\..\\evil",
        "~/../evil\\",
        "evil\0.html",
        "evil\n.html",
        "evil\x1b[2J",
        "index.html:stream",
        "CON",
        "nul.html",
        "en/aux/evil.html",
        "COM1.txt",
        "COM\u{b9}",
        "lpt9",
        "CONIN$",
        "evil.",
        "evil ",
        " evil",
        "evil?",
        "evil*",
        "evil|sh",
        "<evil>",
        "\u{202e}lmth.live",
        "ev\u{200b}il",
        "\u{feff}evil",
        "EN/INDEX.HTML",
        "en/Index.html",
        "MANIFEST.json",
        "sha256sums",
        "Manifest.Json.Minisig",
        "en",
        "en/index.html/evil",
        &long,
        &deep,
        &longer,
    ]
    .iter()
    .map(|name| name.as_bytes().to_vec())
    .collect();
    let mut all: Vec<Case> = names
        .into_iter()
        .map(|name| {
            let said: String = String::from_utf8_lossy(&name).chars().take(40).collect();
            case(format!("named {said:?}"), move |zip| {
                zip.files.push(File::new(&name, b"evil"));
            })
        })
        .collect();
    let pairs = [
        ("caf\u{e9}.html", "cafe\u{301}.html"),
        ("stra\u{df}e.html", "STRASSE.html"),
        ("\u{212a}.html", "k.html"),
        ("\u{fb01}.html", "FI.html"),
        ("a/x.html", "A/y.html"),
    ];
    all.extend(pairs.map(|(one, other)| {
        case(format!("{one} and {other}"), move |zip| {
            zip.files.push(File::new(one, b"good"));
            zip.files.push(File::new(other, b"evil"));
        })
    }));
    all.push(case("a file twice", |zip| {
        let mut twin = File::new("x", b"evil");
        twin = twin.both(|said| said.name = b"en/index.html".to_vec());
        zip.files.push(twin);
    }));
    all.push(case("a folder before a file of its name", |zip| {
        zip.files.insert(0, File::new("en/index.html/", b""));
    }));
    all.push(case("the manifest twice", |zip| {
        zip.files.push(File::new("manifest.json", b"{}"));
    }));
    all.push(more("a name that is no Unicode", |file| {
        file.both(|said| said.name = b"en/\xff\xfe.html".to_vec())
    }));
    all.push(more("a name in another encoding", |file| {
        file.both(|said| {
            said.name = "en/安全.html".as_bytes().to_vec();
            said.flags = 0;
        })
    }));
    all
}

/// What is no plain file.
fn sorts() -> Vec<Case> {
    let sort =
        |name: &str, mode: u32| more(name, move |file| file.with(|f| f.attributes = mode << 16));
    vec![
        more("a link to a file outside", |_| {
            File::new("en/evil.html", b"/etc/passwd").with(|f| f.attributes = 0o120_777 << 16)
        }),
        case("a folder that is a link", |zip| {
            let link = File::new("out", b"/tmp").with(|f| f.attributes = 0o120_777 << 16);
            zip.files.push(link);
            zip.files.push(File::new("out/trustdesk-evil", b"evil"));
        }),
        sort("a device", 0o020_644),
        sort("a block device", 0o060_644),
        sort("a pipe", 0o010_644),
        sort("a socket", 0o140_644),
        sort("a file that is a folder", 0o040_755),
        sort("a program of its owner", 0o104_755),
        more("a folder with bytes", |_| File::new("evil/", b"evil")),
        more("a folder outside", |_| File::new("../evil/", b"")),
        more("encrypted", |file| file.both(|said| said.flags |= 1)),
        more("strongly encrypted", |file| {
            file.both(|said| said.flags |= 1 << 6)
        }),
        more("headers encrypted", |file| {
            file.both(|said| said.flags |= 1 << 13)
        }),
        more("packed by bzip2", |file| file.both(|said| said.method = 12)),
        more("packed by LZMA", |file| file.both(|said| said.method = 14)),
        more("packed by AES", |file| file.both(|said| said.method = 99)),
        more("a zip in the zip", |_| {
            File::new("en/evil.zip", &Zip::default().bytes())
        }),
    ]
}

/// Headers that lie.
fn lies() -> Vec<Case> {
    let zip64 = [1, 0, 8, 0, 255, 255, 255, 255, 255, 0, 0, 0];
    let other_name = [0x75, 0x70, 9, 0, 1, 0, 0, 0, 0, b'e', b'v', b'i', b'l'];
    vec![
        more("another name in the list", |file| {
            file.listed(|said| said.name[3] = b'E')
        }),
        more("a name outside before the file only", |file| {
            file.with(|f| f.local.name = b"../evil.html".to_vec())
        }),
        more("another size in the list", |file| {
            file.listed(|said| said.size += 1)
        }),
        more("another packed size in the list", |file| {
            file.listed(|said| said.packed -= 1)
        }),
        more("another sum in the list", |file| {
            file.listed(|said| said.crc ^= 1)
        }),
        more("another method in the list", |file| {
            file.listed(|said| said.method = 0)
        }),
        more("other flags in the list", |file| {
            file.listed(|said| said.flags = 0)
        }),
        more("another time in the list", |file| {
            file.listed(|said| said.time = 1)
        }),
        more("a size that is too small", |file| {
            file.both(|said| said.size = 1)
        }),
        more("a size that is too large", |file| {
            file.both(|said| said.size = 400)
        }),
        case("a listed file whose size is too small", |zip| {
            lie(zip, |said| said.size -= 1)
        }),
        case("a listed file whose size is too large", |zip| {
            lie(zip, |said| said.size += 1)
        }),
        case("a listed file whose sum is wrong", |zip| {
            lie(zip, |said| said.crc ^= 1)
        }),
        case("bytes behind the packed ones", |zip| {
            let file = &mut zip.files[2];
            file.bytes.extend(b"more");
            lie(zip, |said| said.packed += 4);
        }),
        case("packed bytes cut off", |zip| {
            let file = &mut zip.files[2];
            file.bytes.truncate(file.bytes.len() - 4);
            lie(zip, |said| said.packed -= 4);
        }),
        case("packed bytes that are noise", |zip| {
            zip.files[2].bytes.iter_mut().for_each(|byte| *byte ^= 0x5a);
        }),
        more("stored with two sizes", |file| {
            file.both(|said| said.method = 0)
        }),
        more("sizes of 64 bits", move |file| {
            file.both(|said| said.extra = zip64.to_vec())
        }),
        more("another name in a field", move |file| {
            file.both(|said| said.extra = other_name.to_vec())
        }),
        more("another name in a field before the file", move |file| {
            file.with(|f| f.local.extra = other_name.to_vec())
        }),
        more("a field that is cut off", |file| {
            file.both(|said| said.extra = vec![9, 9, 200, 0])
        }),
        more("sizes behind it that lie", |file| {
            let file = file.both(|said| said.flags |= 1 << 3);
            file.with(|f| f.behind = b"PK\x07\x08aaaabbbbcccc".to_vec())
        }),
        more("sizes behind it that are missing", |file| {
            file.both(|said| said.flags |= 1 << 3)
        }),
        more("all sizes at their most", |file| {
            file.both(|said| (said.packed, said.size) = (u32::MAX, u32::MAX))
        }),
    ]
}

/// The same lie at both places of a file that the manifest lists.
fn lie(zip: &mut Zip, change: impl Fn(&mut super::raw::Said)) {
    let file = &mut zip.files[2];
    change(&mut file.local);
    change(&mut file.central);
}

/// What is wrong with the whole.
fn frames() -> Vec<Case> {
    let hidden = File::new("en/hidden.html", b"evil");
    let hidden = Zip {
        files: vec![hidden],
        ..Zip::default()
    };
    let (between, behind) = (hidden.bytes(), hidden.bytes());
    vec![
        case("a program before it", |zip| {
            zip.before = b"#!/bin/sh\nexit 0\n".to_vec()
        }),
        case("another zip behind it", move |zip| {
            zip.after.clone_from(&behind)
        }),
        case("another zip between its files", move |zip| {
            zip.files[1].behind.clone_from(&between);
        }),
        case("a comment", |zip| zip.comment = b"hello".to_vec()),
        case("an end in its comment", |zip| {
            zip.comment = b"PK\x05\x06".iter().chain(&[0; 18]).copied().collect();
        }),
        case("two entries for the same bytes", |zip| {
            let twin = File::new("en/twin.html", b"evil").with(|f| {
                f.only_listed = true;
                f.offset = Some(0);
            });
            zip.files.push(twin);
        }),
        case("files that lie over each other", |zip| {
            let mut inner = zip.files[0].clone();
            inner.central.name = b"en/inner.html".to_vec();
            inner.only_listed = true;
            inner.offset = Some(10);
            zip.files.push(inner);
        }),
        case("a file outside of the zip", |zip| {
            zip.files[1].offset = Some(u32::MAX - 1)
        }),
        case("more files than listed", |zip| zip.count = Some(2)),
        case("fewer files than listed", |zip| zip.count = Some(60)),
        case("the most files", |zip| zip.count = Some(u16::MAX)),
        case("a list that is longer than the zip", |zip| {
            zip.list_bytes = Some(u32::MAX)
        }),
        case("a list elsewhere", |zip| zip.list_offset = Some(1)),
        case("a list behind the end", |zip| {
            zip.list_offset = Some(u32::MAX)
        }),
        case("the last of two parts", |zip| zip.part = 1),
        case("no files", |zip| zip.files.clear()),
        case("no manifest", |zip| {
            zip.files.retain(|f| f.local.name != b"manifest.json")
        }),
    ]
}

/// What is there to fill memory or time.
fn bombs() -> Vec<Case> {
    vec![
        more("a thousandfold", |_| {
            File::new("en/evil.html", &vec![0; 60 << 20])
        }),
        more("a thousandfold that says it is small", |_| {
            File::new("en/evil.html", &vec![0; 60 << 20]).both(|said| said.size = 100)
        }),
        case("a listed file that becomes a thousandfold", |zip| {
            let bomb = File::new("x", &vec![0; 60 << 20]);
            let file = &mut zip.files[2];
            file.bytes.clone_from(&bomb.bytes);
            let packed = bomb.central.packed;
            lie(zip, |said| said.packed = packed);
        }),
        case("a manifest that becomes a thousandfold", |zip| {
            swap(
                zip,
                "manifest.json",
                File::new("manifest.json", &vec![b' '; 60 << 20]),
            );
        }),
        case("a list of sums that becomes large", |zip| {
            swap(zip, "SHA256SUMS", File::new("SHA256SUMS", &wide(40 << 20)));
        }),
        case("a manifest that is large", |zip| {
            swap(
                zip,
                "manifest.json",
                File::new("manifest.json", &wide(30 << 20)),
            );
        }),
        case("many files that are each small enough", |zip| {
            let big = File::new("x", &wide(40 << 20));
            for i in 0..14 {
                let name = format!("en/big-{i}.html").into_bytes();
                zip.files
                    .push(big.clone().both(|said| said.name.clone_from(&name)));
            }
        }),
        case("tens of thousands of files", |zip| {
            for i in 0..60_000 {
                zip.files.push(File::new(format!("en/{i}.html"), b""));
            }
        }),
        case("a signature that is large", |zip| {
            swap(
                zip,
                "manifest.json.minisig",
                File::new("manifest.json.minisig", &wide(1 << 20)),
            );
        }),
    ]
}

/// Text that becomes about a hundredth when packed.
fn wide(bytes: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes + 200);
    let mut line = 0u32;
    while out.len() < bytes {
        line += 1;
        out.extend(line.wrapping_mul(2_654_435_761).to_le_bytes());
        out.extend([b'a'; 800]);
    }
    out.truncate(bytes);
    out
}

/// Puts a file in the place of the one of that name, or beside the others.
fn swap(zip: &mut Zip, name: &str, file: File) {
    zip.files.retain(|one| one.local.name != name.as_bytes());
    zip.files.push(file);
}

/// Manifests that lie.
fn manifests() -> Vec<Case> {
    let one = |name: &str, text: String| {
        case(name, move |zip| {
            swap(
                zip,
                "manifest.json",
                File::new("manifest.json", text.as_bytes()),
            );
        })
    };
    let listing = |path: &str| {
        let path = path.replace('\\', "\\\\");
        let digest = "0".repeat(64);
        format!(
            "{{\"format\": \"trustdesk-bundle-1\", \"files\": [{{\"path\": \"{path}\", \"bytes\": 1, \"sha256\": \"{digest}\"}}]}}"
        )
    };
    vec![
        one("a manifest of brackets", "[".repeat(1 << 20)),
        one("a manifest of nothing", String::new()),
        one(
            "a manifest that lists a file outside",
            listing("../../etc/passwd"),
        ),
        one(
            "a manifest that lists an absolute path",
            listing("/etc/passwd"),
        ),
        one("a manifest that lists a device", listing("CON")),
        one("a manifest that lists a drive", listing("C:\\evil")),
        one("a manifest that lists itself", listing("manifest.json")),
        one(
            "a manifest that lists what is not there",
            listing("en/none.html"),
        ),
        case("a manifest of millions of numbers", |zip| {
            let mut text = "{\"format\": \"trustdesk-bundle-1\", \"x\": [0".to_owned();
            let mut number = 1u32;
            while text.len() < 20 << 20 {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push(',');
                text.push(char::from(b'0' + u8::try_from(number >> 24).unwrap() % 10));
            }
            text.push_str("], \"files\": []}");
            swap(
                zip,
                "manifest.json",
                File::new("manifest.json", text.as_bytes()),
            );
        }),
        case("a manifest that is no text", |zip| {
            swap(
                zip,
                "manifest.json",
                File::new("manifest.json", &[0xff; 64]),
            );
        }),
    ]
}
