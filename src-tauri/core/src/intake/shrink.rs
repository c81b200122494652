//! Smaller pictures for the web, made on request: at most so wide, in a format that suits.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType as Sampling;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageReader, Limits};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::message;
use crate::say;

use super::MOST_PIXELS;

/// What to make of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Shrink {
    /// At most so many pixels wide; the height follows.
    pub width: u32,
    /// `jpg`, `png` or `webp`.
    pub format: String,
    /// For `jpg`: 1 to 100.
    pub quality: u8,
}

/// A picture made smaller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shrunk {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Its ending.
    pub extension: String,
    /// Width and height.
    pub size: (u32, u32),
}

/// Makes a picture smaller. `progress` gets hundredths of the work and answers `false` to stop.
///
/// # Errors
/// [`Error::Refused`] when it cannot be read or is no JPEG, PNG or WebP, [`Error::Cancelled`].
pub fn shrink(
    bytes: &[u8],
    wanted: &Shrink,
    progress: &dyn Fn(u8) -> bool,
) -> Result<Shrunk, Error> {
    let step = |part| {
        if progress(part) {
            Ok(())
        } else {
            Err(Error::Cancelled)
        }
    };
    step(5)?;
    let (mut picture, profile) = decoded(bytes)?;
    step(40)?;
    let width = wanted.width.clamp(1, 10_000);
    if picture.width() > width {
        let height =
            u64::from(picture.height()) * u64::from(width) / u64::from(picture.width()).max(1);
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        picture = picture.resize_exact(width, height, Sampling::CatmullRom);
    }
    step(70)?;
    let bytes = encoded(&picture, wanted, profile)?;
    step(100)?;
    Ok(Shrunk {
        size: (picture.width(), picture.height()),
        bytes,
        extension: wanted.format.clone(),
    })
}

/// Says why a picture cannot be made smaller.
fn refused(error: impl Into<ImageError>) -> Error {
    let reason = match error.into() {
        ImageError::IoError(error) => message::system(&error),
        ImageError::Limits(_) => say!("it is too large"),
        ImageError::Unsupported(_) => say!("its kind is not known here"),
        _ => say!("it is damaged"),
    };
    Error::Refused(say!(
        "The picture could not be read: {reason}. Nothing was changed. Open it in the program that made it and save it anew.",
        reason
    ))
}

fn decoded(bytes: &[u8]) -> Result<(DynamicImage, Option<Vec<u8>>), Error> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(refused)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 16);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let profile = decoder.icc_profile().ok().flatten();
    let turn = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    if let Some(turn) = turn {
        picture.apply_orientation(turn);
    }
    Ok((picture, profile))
}

fn encoded(
    picture: &DynamicImage,
    wanted: &Shrink,
    profile: Option<Vec<u8>>,
) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    let done = match wanted.format.as_str() {
        "jpg" | "jpeg" => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, wanted.quality.clamp(1, 100));
            set_profile(&mut encoder, profile);
            on_white(picture).write_with_encoder(encoder)
        }
        "png" => {
            let mut encoder =
                PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive);
            set_profile(&mut encoder, profile);
            narrowed(picture).write_with_encoder(encoder)
        }
        "webp" => {
            let mut encoder = WebPEncoder::new_lossless(&mut out);
            set_profile(&mut encoder, profile);
            narrowed(picture).write_with_encoder(encoder)
        }
        other => {
            return Err(Error::Refused(say!(
                "“{other}” is not a format that pictures are made in. Nothing was changed. Choose JPEG, PNG or WebP.",
                other
            )));
        }
    };
    done.map_err(refused)?;
    Ok(out)
}

/// Colours stay what they are where the format can say so.
fn set_profile(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>) {
    if let Some(profile) = profile {
        let _ = encoder.set_icc_profile(profile);
    }
}

/// JPEG knows nothing transparent: white shows through, as on paper.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut out = image::RgbImage::new(picture.width(), picture.height());
    for (to, from) in out.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [r, g, b, a] = from.0.map(u32::from);
        let mix = |c: u32| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(255);
        to.0 = [mix(r), mix(g), mix(b)];
    }
    DynamicImage::ImageRgb8(out)
}

/// Eight bits for each colour, and transparency only where there was some.
fn narrowed(picture: &DynamicImage) -> DynamicImage {
    if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::ImageFormat;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let picture = DynamicImage::ImageRgba8(image::RgbaImage::from_fn(width, height, |x, y| {
            image::Rgba([
                u8::try_from(x % 256).unwrap(),
                u8::try_from(y % 256).unwrap(),
                40,
                if x < 3 { 0 } else { 255 },
            ])
        }));
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    fn want(width: u32, format: &str) -> Shrink {
        Shrink {
            width,
            format: format.into(),
            quality: 80,
        }
    }

    #[test]
    fn pictures_become_as_wide_as_asked_and_never_wider() {
        let wide = png(600, 300);
        for format in ["jpg", "png", "webp"] {
            let small = shrink(&wide, &want(200, format), &|_| true).unwrap();
            assert_eq!(small.size, (200, 100), "{format}");
            let size = imagesize::blob_size(&small.bytes).unwrap();
            assert_eq!((size.width, size.height), (200, 100), "{format}");
            let same = shrink(&wide, &want(5_000, format), &|_| true).unwrap();
            assert_eq!(same.size, (600, 300), "{format}");
        }
        assert!(
            shrink(&wide, &want(200, "jpg"), &|_| true)
                .unwrap()
                .bytes
                .len()
                < wide.len()
        );
    }

    #[test]
    fn transparent_becomes_white_on_jpeg() {
        let small = shrink(&png(40, 40), &want(40, "jpg"), &|_| true).unwrap();
        let pixels = image::load_from_memory(&small.bytes).unwrap().to_rgb8();
        assert!(pixels.get_pixel(0, 20).0.iter().all(|c| *c > 235));
    }

    #[test]
    fn it_can_be_stopped_and_refuses_what_is_no_picture() {
        let stopped = shrink(&png(40, 40), &want(20, "png"), &|part| part < 40);
        assert!(matches!(stopped, Err(Error::Cancelled)));
        let refused = shrink(b"%PDF-", &want(20, "png"), &|_| true);
        assert!(matches!(refused, Err(Error::Refused(_))));
    }
}
