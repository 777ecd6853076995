//! The chart of a run: a line per family, a dot per case, on a logarithmic scale.

use std::fmt::Write;

use super::measure::Row;
use super::report::families;

const WIDTH: f64 = 860.0;
const LEFT: f64 = 90.0;
const RIGHT: f64 = 70.0;
const TOP: f64 = 44.0;
const LINE: f64 = 26.0;
/// The ends of the scale, as powers of two.
const LOW: f64 = -2.0;
const HIGH: f64 = 6.0;

/// The chart as SVG.
pub fn draw(rows: &[Row]) -> String {
    let families: Vec<_> = families(rows).into_iter().filter(|(_, summary)| summary.timed > 0).collect();
    let height = TOP + LINE * families.len() as f64 + 16.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"{LEFT}\" y=\"16\" fill=\"#444444\">times faster than NumPy (a dot per case, a bar at the geometric mean)</text>\n"
    );
    grid(&mut svg, height);
    for (at, (family, summary)) in families.iter().enumerate() {
        let y = TOP + LINE * (at as f64 + 0.5);
        writeln!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{family}</text>", LEFT - 8.0, y + 4.0)
            .unwrap();
        for times in rows.iter().filter(|row| row.family() == *family).filter_map(Row::times) {
            let colour = if times.ratio < 1.0 { "#c0392b" } else { "#2980b9" };
            let x = position(times.ratio);
            writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y}\" r=\"3.5\" fill=\"{colour}\" fill-opacity=\"0.45\"/>"
            )
            .unwrap();
        }
        let x = position(summary.mean) - 1.5;
        writeln!(svg, "<rect x=\"{x:.1}\" y=\"{}\" width=\"3\" height=\"18\" fill=\"#222222\"/>", y - 9.0)
            .unwrap();
        let (x, y) = (WIDTH - RIGHT + 12.0, y + 4.0);
        writeln!(svg, "<text x=\"{x}\" y=\"{y}\" font-weight=\"bold\">{:.1}x</text>", summary.mean).unwrap();
    }
    svg + "</svg>\n"
}

fn grid(svg: &mut String, height: f64) {
    for power in LOW as i32..=HIGH as i32 {
        let ratio = f64::from(power).exp2();
        let x = position(ratio);
        let (colour, width) = if power == 0 { ("#c0392b", 1.5) } else { ("#dddddd", 1.0) };
        let bottom = height - 12.0;
        writeln!(
            svg,
            "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>\
             <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#666666\">{ratio}</text>",
            TOP - 8.0
        )
        .unwrap();
    }
}

/// Where a ratio stands; what lies off the scale is drawn at its end.
fn position(ratio: f64) -> f64 {
    let part = (ratio.log2().clamp(LOW, HIGH) - LOW) / (HIGH - LOW);
    LEFT + part * (WIDTH - LEFT - RIGHT)
}

#[cfg(test)]
mod tests {
    use super::super::measure::{Outcome, Times};
    use super::*;

    #[test]
    fn a_dot_for_each_timed_case() {
        let timed = |ratio| Outcome::Timed(Times { numpy: ratio, ours: 1.0, ratio, limit_fraction: None });
        let rows = [
            Row { name: "a.x".into(), outcome: timed(0.5) },
            Row { name: "a.y".into(), outcome: timed(1000.0) },
            Row { name: "b.z".into(), outcome: Outcome::Missing },
        ];
        let svg = draw(&rows);
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n") && !svg.contains(">b<"));
    }
}
