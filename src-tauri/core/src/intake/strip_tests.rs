//! Pictures made here, with and without what tells about people: the pixels stay, the rest goes.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use proptest::prelude::*;

use super::*;

fn picture(width: u32, height: u32, seed: u8) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        let v = |n: u32| u8::try_from((x * 7 + y * 13 + n + u32::from(seed)) % 256).unwrap();
        image::Rgb([v(0), v(80), v(160)])
    }))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A TIFF block with an orientation, a maker, and a place.
fn told(orientation: u8, filler: &[u8]) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    tiff.extend(b"\x01\x0f\0\x02\0\0\0\x04Me\0\0");
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x40\0\0\0\0SECRET");
    tiff.extend(filler);
    tiff
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    let mut out = vec![0xff, marker, length[0], length[1]];
    out.extend(body);
    out
}

fn riff(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_vec();
    out.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    out.extend(data);
    if data.len() % 2 == 1 {
        out.push(0);
    }
    out
}

fn holds_secret(bytes: &[u8]) -> bool {
    bytes.windows(6).any(|six| six == b"SECRET")
}

fn same_pixels(a: &[u8], b: &[u8]) -> bool {
    image::load_from_memory(a).unwrap().to_rgba8() == image::load_from_memory(b).unwrap().to_rgba8()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn jpegs_keep_pixels_and_orientation_only(w in 1u32..40, h in 1u32..40, seed: u8, turn in 0u8..10, filler in proptest::collection::vec(any::<u8>(), 0..200), tail in proptest::collection::vec(any::<u8>(), 0..40)) {
        let plain = encoded(&picture(w, h, seed), ImageFormat::Jpeg);
        let mut body = b"Exif\0\0".to_vec();
        body.extend(told(turn, &filler));
        let mut full = plain[..2].to_vec();
        full.extend(segment(0xe1, &body));
        full.extend(segment(0xed, b"Photoshop SECRET"));
        full.extend(segment(0xfe, b"SECRET"));
        full.extend(&plain[2..]);
        full.extend(&tail);
        let (out, notes) = jpeg(&full).unwrap();
        prop_assert!(!holds_secret(&out));
        prop_assert!(same_pixels(&plain, &out));
        prop_assert_eq!(&notes[..2], &["location", "camera"][..]);
        let kept = out.windows(6).any(|six| six == b"Exif\0\0");
        prop_assert_eq!(kept, (2..=8).contains(&turn));
        let (again, notes) = jpeg(&out).unwrap();
        prop_assert_eq!(again, out);
        prop_assert!(notes.is_empty());
    }

    #[test]
    fn pngs_keep_pixels_and_orientation_only(w in 1u32..40, h in 1u32..40, seed: u8, turn in 0u8..10) {
        let plain = encoded(&picture(w, h, seed), ImageFormat::Png);
        // After the header chunk: 8 bytes of signature and 25 of IHDR.
        let mut full = plain[..33].to_vec();
        full.extend(png_chunk(*b"eXIf", &told(turn, b"")));
        full.extend(png_chunk(*b"tEXt", b"Author\0SECRET"));
        full.extend(&plain[33..]);
        let (out, notes) = png(&full).unwrap();
        prop_assert!(!holds_secret(&out));
        prop_assert!(same_pixels(&plain, &out));
        prop_assert!(notes.contains(&"location"));
        prop_assert_eq!(out == plain, !(2..=8).contains(&turn));
        prop_assert_eq!(png(&out).unwrap().0, out);
    }

    #[test]
    fn webps_keep_pixels_and_orientation_only(w in 1u32..40, h in 1u32..40, seed: u8, turn in 0u8..10) {
        let plain = encoded(&picture(w, h, seed), ImageFormat::WebP);
        let mut extended = vec![0x0c, 0, 0, 0];
        extended.extend(&(w - 1).to_le_bytes()[..3]);
        extended.extend(&(h - 1).to_le_bytes()[..3]);
        let mut full = b"RIFF\0\0\0\0WEBP".to_vec();
        full.extend(riff(b"VP8X", &extended));
        full.extend(&plain[12..]);
        full.extend(riff(b"EXIF", &told(turn, b"")));
        full.extend(riff(b"XMP ", b"<x>SECRET</x>"));
        let size = u32::try_from(full.len() - 8).unwrap().to_le_bytes();
        full[4..8].copy_from_slice(&size);
        let (out, notes) = webp(&full).unwrap();
        prop_assert!(!holds_secret(&out));
        prop_assert!(same_pixels(&plain, &out));
        prop_assert!(notes.contains(&"location"));
        prop_assert_eq!(webp(&out).unwrap().0, out);
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300), cut in 0usize..400) {
        let _ = (jpeg(&bytes), png(&bytes), webp(&bytes));
        let whole = encoded(&picture(9, 9, 1), ImageFormat::Jpeg);
        let _ = jpeg(&whole[..cut.min(whole.len())]);
        let whole = encoded(&picture(9, 9, 1), ImageFormat::Png);
        let _ = png(&whole[..cut.min(whole.len())]);
    }
}
