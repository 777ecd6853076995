//! Figures as SVG.

use std::fmt::Write;

use crate::{Anchor, Colour, Figure, Mark};

/// The whole document.
pub fn write(figure: &Figure) -> String {
    let (width, height) = (figure.width, figure.height);
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' \
         font-family='sans-serif' font-size='13'>\n<rect width='{width}' height='{height}' fill='white'/>\n"
    );
    figure.marks.iter().for_each(|mark| element(&mut svg, mark));
    svg + "</svg>\n"
}

fn element(svg: &mut String, mark: &Mark) {
    // Writing to a string cannot fail.
    let _ = match mark {
        Mark::Line { points, width, colour } => {
            let places: Vec<String> = points.iter().map(|[x, y]| format!("{x:.1},{y:.1}")).collect();
            let (places, colour) = (places.join(" "), hex(*colour));
            writeln!(
                svg,
                "<polyline points='{places}' fill='none' stroke='{colour}' stroke-width='{width}'/>"
            )
        }
        Mark::Dot { centre: [x, y], radius, colour } => {
            writeln!(svg, "<circle cx='{x:.1}' cy='{y:.1}' r='{radius}' fill='{}'/>", hex(*colour))
        }
        Mark::Rect { frame: [left, top, width, height], colour } => writeln!(
            svg,
            "<rect x='{left:.1}' y='{top:.1}' width='{width:.1}' height='{height:.1}' fill='{}'/>",
            hex(*colour)
        ),
        Mark::Text { place: [x, y], text, anchor, bold, colour } => {
            let weight = if *bold { " font-weight='bold'" } else { "" };
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let (text, colour) = (escaped(text), hex(*colour));
            writeln!(
                svg,
                "<text x='{x:.1}' y='{y:.1}' text-anchor='{anchor}' fill='{colour}'{weight}>{text}</text>"
            )
        }
    };
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A text without what XML would take for its own, or not take at all.
fn escaped(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    clean.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_break_out() {
        let mut figure = Figure::new(100.0, 50.0);
        figure.text([1.0, 2.0], "a<b & \u{1}c>d", Anchor::Middle);
        assert!(write(&figure).contains("text-anchor='middle' fill='#000000'>a&lt;b &amp; c&gt;d</text>"));
    }
}
