//! A panel: a frame with its scales, and what the numbers look like inside.

use crate::ticks::ticks;
use crate::{Anchor, BLACK, COLOURS, Colour, Figure};

const GREY: Colour = [0x99, 0x99, 0x99];
const PALE: Colour = [0xe4, 0xe4, 0xe4];

#[derive(Clone, Debug)]
enum Kind {
    Line,
    Points,
    /// The points are the left ends of bars, and one more the end of the last.
    Bars,
}

#[derive(Clone, Debug)]
struct Series<'a> {
    name: &'a str,
    kind: Kind,
    x: &'a [f64],
    y: &'a [f64],
    colour: Colour,
}

/// One chart of a figure.
#[derive(Clone, Debug, Default)]
pub struct Panel<'a> {
    title: &'a str,
    series: Vec<Series<'a>>,
    labels: Option<Vec<(f64, String)>>,
}

impl<'a> Panel<'a> {
    /// An empty panel.
    pub fn new(title: &'a str) -> Panel<'a> {
        Panel { title, ..Panel::default() }
    }

    fn with(mut self, name: &'a str, kind: Kind, x: &'a [f64], y: &'a [f64]) -> Panel<'a> {
        let colour = COLOURS[self.series.len() % COLOURS.len()];
        self.series.push(Series { name, kind, x, y, colour });
        self
    }

    /// A line through points; it is broken where one is not finite.
    #[must_use]
    pub fn line(self, name: &'a str, x: &'a [f64], y: &'a [f64]) -> Panel<'a> {
        self.with(name, Kind::Line, x, y)
    }

    /// Points by themselves.
    #[must_use]
    pub fn points(self, name: &'a str, x: &'a [f64], y: &'a [f64]) -> Panel<'a> {
        self.with(name, Kind::Points, x, y)
    }

    /// Bars between edges, of which there is one more than bars.
    #[must_use]
    pub fn bars(self, name: &'a str, edges: &'a [f64], heights: &'a [f64]) -> Panel<'a> {
        self.with(name, Kind::Bars, edges, heights)
    }

    /// The colour of what was added last.
    #[must_use]
    pub fn colour(mut self, colour: Colour) -> Panel<'a> {
        if let Some(last) = self.series.last_mut() {
            last.colour = colour;
        }
        self
    }

    /// What stands below the panel, and where; round numbers if nothing is said.
    #[must_use]
    pub fn labels(mut self, labels: impl IntoIterator<Item = (f64, String)>) -> Panel<'a> {
        self.labels = Some(labels.into_iter().collect());
        self
    }

    /// Draws the panel: left, top, width and height of its frame. The title stands above it, the scales below and to the left.
    pub fn draw(&self, figure: &mut Figure, frame: [f64; 4]) {
        let [left, top, width, height] = frame;
        let scale = self.scale(frame);
        let bottom = top + height;
        figure.write([left, top - 12.0], self.title, Anchor::Start, true, BLACK);
        let count = (height / 40.0).max(2.0) as usize;
        for (y, label) in ticks(scale.y.0, scale.y.1, count) {
            let [_, y] = scale.place([0.0, y]);
            figure.line(vec![[left, y], [left + width, y]], 1.0, PALE);
            figure.text([left - 6.0, y + 4.0], &label, Anchor::End);
        }
        let round = || ticks(scale.x.0, scale.x.1, (width / 90.0).max(2.0) as usize);
        for (x, label) in self.labels.clone().unwrap_or_else(round) {
            let [x, _] = scale.place([x, 0.0]);
            figure.line(vec![[x, bottom], [x, bottom + 4.0]], 1.0, GREY);
            figure.text([x, bottom + 18.0], &label, Anchor::Middle);
        }
        self.series.iter().for_each(|series| series.draw(figure, &scale));
        let corners = [[left, top], [left + width, top], [left + width, bottom], [left, bottom], [left, top]];
        figure.line(corners.to_vec(), 1.0, GREY);
        self.legend(figure, left + width, top);
    }

    /// The names, to the right above the panel, if there are several.
    fn legend(&self, figure: &mut Figure, right: f64, top: f64) {
        if self.series.len() < 2 {
            return;
        }
        let mut right = right;
        for series in self.series.iter().rev() {
            figure.write([right, top - 12.0], series.name, Anchor::End, false, series.colour);
            right -= 8.0 * series.name.chars().count() as f64 + 14.0;
        }
    }

    /// The ranges of all finite numbers; bars stand on zero.
    fn scale(&self, frame: [f64; 4]) -> Scale {
        let bars = self.series.iter().any(|series| matches!(series.kind, Kind::Bars));
        let x = range(self.series.iter().flat_map(|series| series.x));
        let y = range(self.series.iter().flat_map(|series| series.y).chain(bars.then_some(&0.0)));
        Scale { frame, x, y }
    }
}

/// The smallest and the largest finite number; a little apart if they are the same.
fn range<'a>(numbers: impl Iterator<Item = &'a f64>) -> (f64, f64) {
    let finite = numbers.copied().filter(|x| x.is_finite());
    let found = finite.fold(None, |found: Option<(f64, f64)>, x| {
        let (low, high) = found.unwrap_or((x, x));
        Some((low.min(x), high.max(x)))
    });
    match found {
        None => (0.0, 1.0),
        Some((low, high)) if low == high => {
            let apart = (0.5f64).max(low.abs() * 1e-6);
            (low - apart, high + apart)
        }
        Some(found) => found,
    }
}

/// From numbers to places.
struct Scale {
    frame: [f64; 4],
    x: (f64, f64),
    y: (f64, f64),
}

impl Scale {
    fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [left, top, width, height] = self.frame;
        // Halves first: the distance of two finite numbers need not be finite.
        let part = |x: f64, (low, high): (f64, f64)| (x / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
        [left + part(x, self.x) * width, top + (1.0 - part(y, self.y)) * height]
    }
}

impl Series<'_> {
    fn draw(&self, figure: &mut Figure, scale: &Scale) {
        let points = self.x.iter().zip(self.y).map(|(&x, &y)| [x, y]);
        match self.kind {
            Kind::Line => {
                let points: Vec<[f64; 2]> = points.collect();
                for piece in points.split(|[x, y]| !x.is_finite() || !y.is_finite()) {
                    match piece.len() {
                        0 => {}
                        1 => figure.dot(scale.place(piece[0]), 1.2, self.colour),
                        _ => figure.line(
                            piece.iter().map(|point| scale.place(*point)).collect(),
                            1.2,
                            self.colour,
                        ),
                    }
                }
            }
            Kind::Points => points
                .filter(|[x, y]| x.is_finite() && y.is_finite())
                .for_each(|point| figure.dot(scale.place(point), 2.0, self.colour)),
            Kind::Bars => {
                for (edges, &height) in self.x.windows(2).zip(self.y).filter(|(_, height)| height.is_finite())
                {
                    let [left, top] = scale.place([edges[0], height.max(0.0)]);
                    let [right, bottom] = scale.place([edges[1], height.min(0.0)]);
                    figure.rect([left, top, (right - left - 1.0).max(0.5), bottom - top], self.colour);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(panel: &Panel<'_>) -> String {
        let mut figure = Figure::new(200.0, 120.0);
        panel.draw(&mut figure, [20.0, 20.0, 100.0, 80.0]);
        figure.svg()
    }

    #[test]
    fn numbers_come_to_their_places() {
        let drawn = svg(&Panel::new("t").line("a", &[0.0, 5.0, 10.0], &[1.0, 3.0, 2.0]));
        assert!(
            drawn.contains("points='20.0,100.0 70.0,20.0 120.0,60.0' fill='none' stroke='#1f77b4'"),
            "{drawn}"
        );
    }

    #[test]
    fn lines_break_at_nan_and_bars_stand_on_zero() {
        let drawn =
            svg(&Panel::new("t").line("a", &[0.0, 1.0, 2.0, 3.0, 4.0], &[0.0, 1.0, f64::NAN, 1.0, 0.0]));
        assert_eq!(drawn.matches("stroke-width='1.2'").count(), 2);
        let drawn = svg(&Panel::new("t").bars("b", &[0.0, 1.0, 2.0], &[4.0, 2.0]));
        assert!(drawn.contains("<rect x='20.0' y='20.0' width='49.0' height='80.0'"), "{drawn}");
        assert!(drawn.contains("<rect x='70.0' y='60.0' width='49.0' height='40.0'"), "{drawn}");
    }

    #[test]
    fn nothing_and_extremes_are_drawn_too() {
        for y in [vec![], vec![f64::NAN], vec![7.0], vec![f64::MAX, f64::MIN], vec![1e-310, 0.0]] {
            let x: Vec<f64> = (0..y.len()).map(|k| k as f64).collect();
            let drawn = svg(&Panel::new("t").line("a", &x, &y).points("b", &x, &y));
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{y:?}: {drawn}");
        }
    }
}
