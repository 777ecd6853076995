//! Figures as pixels: every mark is a shape of which each pixel knows how much it covers.

use std::io::{Error, ErrorKind, Result};

use crate::font::{GLYPH, glyph};
use crate::{Anchor, Colour, Figure, Mark};

/// More pixels than this are no figure.
const MOST: f64 = (1u32 << 28) as f64;

/// Rows of pixels, each of three bytes.
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    pub bytes: Vec<u8>,
}

/// Paints all marks, one over the other.
pub fn paint(figure: &Figure, scale: f64) -> Result<Pixels> {
    let (width, height) = ((figure.width * scale).ceil(), (figure.height * scale).ceil());
    let fits = width >= 1.0 && height >= 1.0 && width * height <= MOST;
    if !fits {
        return Err(Error::new(ErrorKind::InvalidInput, "a figure has 1 to 2^28 pixels"));
    }
    let (width, height) = (width as usize, height as usize);
    let mut pixels = Pixels { width, height, bytes: vec![255; 3 * width * height] };
    figure.marks.iter().for_each(|mark| pixels.mark(mark, scale));
    Ok(pixels)
}

impl Pixels {
    fn mark(&mut self, mark: &Mark, scale: f64) {
        match mark {
            Mark::Line { points, width, colour } => {
                let points: Vec<[f64; 2]> = points.iter().map(|point| point.map(|x| x * scale)).collect();
                self.line(&points, (width * scale / 2.0).max(0.5), *colour);
            }
            Mark::Dot { centre, radius, colour } => {
                let centre = centre.map(|x| x * scale);
                self.segment(centre, centre, radius * scale, *colour);
            }
            Mark::Rect { frame, colour } => self.rect(frame.map(|x| x * scale), *colour),
            Mark::Text { place, text, anchor, bold, colour } => {
                self.text(place.map(|x| x * scale), text, *anchor, (*bold, scale), *colour);
            }
        }
    }

    /// Mixes a colour into a pixel.
    fn mix(&mut self, column: usize, row: usize, part: f64, colour: Colour) {
        let at = 3 * (row * self.width + column);
        for (old, new) in self.bytes[at..at + 3].iter_mut().zip(colour) {
            *old =
                (f64::from(*old) + (f64::from(new) - f64::from(*old)) * part.clamp(0.0, 1.0)).round() as u8;
        }
    }

    /// The pixels from `low` to `high` that there are.
    fn span(low: f64, high: f64, most: usize) -> std::ops::Range<usize> {
        let end = (high.ceil().max(0.0) as usize).min(most);
        (low.floor().max(0.0) as usize).min(end)..end
    }

    fn line(&mut self, points: &[[f64; 2]], half: f64, colour: Colour) {
        for pair in points.windows(2) {
            self.segment(pair[0], pair[1], half, colour);
        }
    }

    /// A straight line with round ends, `half` wide to each side: pixels whose middle is nearer are covered, those at the rim in part.
    fn segment(&mut self, from: [f64; 2], to: [f64; 2], half: f64, colour: Colour) {
        let reach = half + 1.0;
        let rows = Self::span(from[1].min(to[1]) - reach, from[1].max(to[1]) + reach, self.height);
        let columns = Self::span(from[0].min(to[0]) - reach, from[0].max(to[0]) + reach, self.width);
        let along = [to[0] - from[0], to[1] - from[1]];
        let square = along[0] * along[0] + along[1] * along[1];
        for row in rows {
            for column in columns.clone() {
                let (x, y) = (column as f64 + 0.5 - from[0], row as f64 + 0.5 - from[1]);
                let part =
                    if square > 0.0 { ((x * along[0] + y * along[1]) / square).clamp(0.0, 1.0) } else { 0.0 };
                let distance = (x - part * along[0]).hypot(y - part * along[1]);
                let cover = half + 0.5 - distance;
                if cover > 0.0 {
                    self.mix(column, row, cover, colour);
                }
            }
        }
    }

    fn rect(&mut self, [left, top, width, height]: [f64; 4], colour: Colour) {
        let (right, bottom) = (left + width, top + height);
        let cover = |pixel: usize, low: f64, high: f64| {
            (high.min(pixel as f64 + 1.0) - low.max(pixel as f64)).max(0.0)
        };
        for row in Self::span(top, bottom, self.height) {
            for column in Self::span(left, right, self.width) {
                self.mix(column, row, cover(column, left, right) * cover(row, top, bottom), colour);
            }
        }
    }

    /// A text in letters of five by eight dots, each a square; what the font does not have is a box.
    fn text(
        &mut self,
        [x, y]: [f64; 2],
        text: &str,
        anchor: Anchor,
        (bold, scale): (bool, f64),
        colour: Colour,
    ) {
        let dot = (1.25 * scale).max(1.0);
        let advance = (GLYPH + 1) as f64 * dot;
        let width = text.chars().count() as f64 * advance - dot;
        let start = x - match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let (start, top, thick) =
            (start.round(), (y - 7.0 * dot).round(), if bold { 0.5 * dot } else { 0.0 });
        for (at, letter) in text.chars().enumerate() {
            for (column, dots) in glyph(letter).into_iter().enumerate() {
                for row in (0..8).filter(|row| dots >> row & 1 == 1) {
                    let left = start + at as f64 * advance + column as f64 * dot;
                    self.rect([left, top + f64::from(row) * dot, dot + thick, dot], colour);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixel(pixels: &Pixels, column: usize, row: usize) -> [u8; 3] {
        let at = 3 * (row * pixels.width + column);
        [pixels.bytes[at], pixels.bytes[at + 1], pixels.bytes[at + 2]]
    }

    #[test]
    fn shapes_cover_their_pixels_and_no_others() {
        let mut figure = Figure::new(20.0, 10.0);
        figure.rect([2.0, 3.0, 4.5, 2.0], [0, 0, 0]);
        figure.line(vec![[10.5, -50.0], [10.5, 50.0]], 1.0, [255, 0, 0]);
        figure.dot([16.0, 5.0], 2.0, [0, 0, 255]);
        let pixels = paint(&figure, 1.0).unwrap();
        assert_eq!(
            (pixel(&pixels, 2, 3), pixel(&pixels, 1, 3), pixel(&pixels, 5, 4)),
            ([0; 3], [255; 3], [0; 3])
        );
        assert_eq!((pixel(&pixels, 6, 4), pixel(&pixels, 2, 5)), ([128; 3], [255; 3]));
        assert_eq!((pixel(&pixels, 10, 0), pixel(&pixels, 12, 0)), ([255, 0, 0], [255; 3]));
        assert_eq!((pixel(&pixels, 15, 5), pixel(&pixels, 19, 5)), ([0, 0, 255], [255; 3]));
        assert!(
            paint(&Figure::new(1e6, 1e6), 1.0).is_err() && paint(&Figure::new(f64::NAN, 1.0), 1.0).is_err()
        );
    }

    #[test]
    fn letters_are_their_dots() {
        let mut figure = Figure::new(30.0, 12.0);
        figure.text([1.0, 10.0], "T", Anchor::Start);
        let pixels = paint(&figure, 0.8).unwrap();
        let row = |row: usize| -> String {
            (0..6).map(|column| if pixel(&pixels, column, row) == [0; 3] { '#' } else { '.' }).collect()
        };
        assert_eq!([row(1), row(2), row(7), row(8)], [".#####", "...#..", "...#..", "......"]);
    }
}
