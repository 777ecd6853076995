//! Small charts as SVG and PNG, over plain slices: panels with lines, points or bars, and a scale at two sides.
//!
//! ```
//! use numoxide_plot::{Figure, Panel};
//!
//! let mut figure = Figure::new(400.0, 200.0);
//! Panel::new("Squares").line("n²", &[0.0, 1.0, 2.0, 3.0], &[0.0, 1.0, 4.0, 9.0]).draw(&mut figure, [50.0, 30.0, 330.0, 130.0]);
//! assert!(figure.svg().contains("<polyline"));
//! assert!(figure.png(2)?.starts_with(b"\x89PNG"));
//! # Ok::<(), std::io::Error>(())
//! ```

#![forbid(unsafe_code)]

mod font;
mod panel;
mod png;
mod raster;
mod svg;
mod ticks;

pub use panel::Panel;

/// A colour: red, green and blue.
pub type Colour = [u8; 3];

/// The colours of lines, one after the other: those of Matplotlib's `tab10`.
pub const COLOURS: [Colour; 10] = [
    [0x1f, 0x77, 0xb4],
    [0xd6, 0x27, 0x28],
    [0x2c, 0xa0, 0x2c],
    [0xff, 0x7f, 0x0e],
    [0x94, 0x67, 0xbd],
    [0x8c, 0x56, 0x4b],
    [0xe3, 0x77, 0xc2],
    [0x7f, 0x7f, 0x7f],
    [0xbc, 0xbd, 0x22],
    [0x17, 0xbe, 0xcf],
];

const BLACK: Colour = [0, 0, 0];

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// What a figure is made of. Places are in pixels from the left and from the top.
#[derive(Clone, Debug)]
enum Mark {
    Line {
        points: Vec<[f64; 2]>,
        width: f64,
        colour: Colour,
    },
    Dot {
        centre: [f64; 2],
        radius: f64,
        colour: Colour,
    },
    /// Left, top, width, height.
    Rect {
        frame: [f64; 4],
        colour: Colour,
    },
    Text {
        place: [f64; 2],
        text: String,
        anchor: Anchor,
        bold: bool,
        colour: Colour,
    },
}

/// A white sheet, and what is drawn on it.
#[derive(Clone, Debug)]
pub struct Figure {
    width: f64,
    height: f64,
    marks: Vec<Mark>,
}

impl Figure {
    /// An empty sheet of so many pixels.
    pub fn new(width: f64, height: f64) -> Figure {
        Figure { width, height, marks: Vec::new() }
    }

    /// Draws a line through points; of fewer than two nothing.
    pub fn line(&mut self, points: Vec<[f64; 2]>, width: f64, colour: Colour) {
        if points.len() > 1 {
            self.marks.push(Mark::Line { points, width, colour });
        }
    }

    /// Draws a dot.
    pub fn dot(&mut self, centre: [f64; 2], radius: f64, colour: Colour) {
        self.marks.push(Mark::Dot { centre, radius, colour });
    }

    /// Fills a rectangle: left, top, width, height.
    pub fn rect(&mut self, frame: [f64; 4], colour: Colour) {
        self.marks.push(Mark::Rect { frame, colour });
    }

    /// Writes a text on one line; `place` is on its base line.
    pub fn text(&mut self, place: [f64; 2], text: &str, anchor: Anchor) {
        self.write(place, text, anchor, false, BLACK);
    }

    fn write(&mut self, place: [f64; 2], text: &str, anchor: Anchor, bold: bool, colour: Colour) {
        self.marks.push(Mark::Text { place, text: text.to_owned(), anchor, bold, colour });
    }

    /// The figure as SVG.
    pub fn svg(&self) -> String {
        svg::write(self)
    }

    /// The figure as PNG, each of its pixels `scale` pixels wide and high.
    ///
    /// # Errors
    /// If the sheet is larger than 2²⁸ pixels.
    pub fn png(&self, scale: u32) -> std::io::Result<Vec<u8>> {
        png::write(&raster::paint(self, f64::from(scale.max(1)))?)
    }
}
