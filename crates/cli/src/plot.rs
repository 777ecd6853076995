//! `numoxide plot`: columns as lines, points or histograms, in SVG or PNG.

use std::io::Write;
use std::path::PathBuf;

use numoxide::DType;
use numoxide::interop::write_whole;
use numoxide_plot::{Figure, Panel};

use crate::chunks::Chunks;
use crate::columns::Columns;
use crate::progress::Progress;
use crate::source::{Entry, Source};
use crate::stats::{KEPT, Wanted, summarise};
use crate::{Error, Outcome, Result};

/// What is asked for.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The file
    file: PathBuf,
    /// The picture, which ends in .svg or .png
    #[arg(short, long)]
    output: PathBuf,
    /// The array, where the file has several
    #[arg(short, long)]
    member: Option<String>,
    /// What is drawn
    #[arg(short, long, value_enum, default_value = "line")]
    kind: Kind,
    /// Which columns, by name or number; all if none is named
    #[arg(short, long, value_delimiter = ',')]
    columns: Vec<String>,
    /// The column that the others are drawn over; else the row
    #[arg(short)]
    x: Option<String>,
    /// Take all items of an array as one column
    #[arg(long)]
    flat: bool,
    /// What stands above; else the name of the file
    #[arg(long)]
    title: Option<String>,
    /// Width of the picture
    #[arg(long, default_value_t = 900)]
    width: u16,
    /// Height of the picture
    #[arg(long, default_value_t = 400)]
    height: u16,
    /// Pixels of a PNG for each of the picture's
    #[arg(long, default_value_t = 2)]
    scale: u32,
    /// Bins of histograms
    #[arg(short, long, default_value_t = 50)]
    bins: u32,
    /// What stands between the fields of a text; else its first line tells
    #[arg(short, long)]
    delimiter: Option<char>,
}

/// Ways to draw a column.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A line through the items
    Line,
    /// A dot for each item
    Points,
    /// How many items lie in each bin
    Histogram,
}

/// The most columns in one picture: as many as there are colours.
const MOST: usize = numoxide_plot::COLOURS.len();

/// The room around the frame: left, top, right, bottom.
const MARGINS: [f64; 4] = [70.0, 40.0, 20.0, 35.0];

/// Draws columns to a file.
///
/// # Errors
/// If the file cannot be read, or has no such array or columns; [`Error::Format`] if the picture's name ends in neither .svg nor
/// .png; [`Error::Option`] for too many columns or no room.
pub fn run(options: &Options, _: &mut dyn Write) -> Result<Outcome> {
    let path = &options.output;
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let png = match extension.to_ascii_lowercase().as_str() {
        "svg" => false,
        "png" => true,
        _ => return Err(Error::Format { path: path.clone(), why: "the name ends in neither .svg nor .png" }),
    };
    let (width, height) = (f64::from(options.width), f64::from(options.height));
    let [left, top, right, bottom] = MARGINS;
    let frame = [left, top, width - left - right, height - top - bottom];
    if frame[2] < 50.0 || frame[3] < 50.0 {
        return Err(Error::Option {
            option: "--width, --height",
            why: "less than 140 by 125 is no room".to_owned(),
        });
    }
    let source = Source::open_with(&options.file, options.delimiter, DType::F64)?;
    let entry = source.entry(options.member.as_deref())?;
    let drawing = Drawing::of(&source, &entry, options)?;
    let mut figure = Figure::new(width, height);
    let title = options.title.clone().unwrap_or_else(|| entry.title(source.path()));
    drawing.panel(&title, options.kind).draw(&mut figure, frame);
    write_whole(path, |out| match png {
        true => Ok(out.write_all(&figure.png(options.scale)?)?),
        false => Ok(out.write_all(figure.svg().as_bytes())?),
    })
    .map_err(Error::file(path))?;
    Ok(Outcome::Same)
}

/// What is drawn of each column.
struct Drawing(Vec<Series>);

struct Series {
    name: String,
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Drawing {
    fn of(source: &Source, entry: &Entry, options: &Options) -> Result<Drawing> {
        let columns = Columns::of(source, entry, options.flat)?;
        let names = columns.names();
        let over = options.x.as_ref().map(|name| place(&names, name, "-x")).transpose()?;
        let chosen: Vec<usize> = match &options.columns[..] {
            [] => (0..names.len()).filter(|place| Some(*place) != over).collect(),
            some => some.iter().map(|name| place(&names, name, "--columns")).collect::<Result<_>>()?,
        };
        if chosen.len() > MOST {
            let why = format!("there are {}, and {MOST} colours: choose some", chosen.len());
            return Err(Error::Option { option: "--columns", why });
        }
        if options.kind == Kind::Histogram {
            return Drawing::histograms(source, entry, &columns, &chosen, options.bins);
        }
        let room = match over {
            Some(_) => usize::MAX,
            None => 2 * usize::from(options.width),
        };
        let mut traces: Vec<Trace> = names.iter().map(|_| Trace::new(columns.rows(entry), room)).collect();
        let bar = Progress::new(entry.read, "read");
        let mut start = 0;
        for piece in Chunks::of(source, entry) {
            let piece = piece?;
            columns.split(&piece.items, start, &mut |column, numbers| {
                if chosen.contains(&column) || over == Some(column) {
                    traces[column].see(numbers);
                }
                Ok(())
            })?;
            start += piece.items.len();
            bar.done(piece.bytes);
        }
        let x = over.map(|place| traces[place].y.clone());
        let series = |place: usize| {
            let trace = &traces[place];
            Series { name: names[place].clone(), x: x.clone().unwrap_or(trace.x.clone()), y: trace.y.clone() }
        };
        Ok(Drawing(chosen.into_iter().map(series).collect()))
    }

    fn histograms(
        source: &Source,
        entry: &Entry,
        columns: &Columns,
        chosen: &[usize],
        bins: u32,
    ) -> Result<Drawing> {
        if bins == 0 {
            return Err(Error::Option { option: "--bins", why: "there must be one at least".to_owned() });
        }
        let wanted = Wanted { quantiles: &[], bins, keep: KEPT };
        let summaries = summarise(source, entry, columns, &wanted)?;
        let series = |place: &usize| {
            let summary = &summaries[*place];
            let y = summary.counts.iter().map(|count| *count as f64).collect();
            Series { name: summary.name.clone(), x: summary.edges.clone(), y }
        };
        Ok(Drawing(chosen.iter().map(series).collect()))
    }

    fn panel<'a>(&'a self, title: &'a str, kind: Kind) -> Panel<'a> {
        self.0.iter().fold(Panel::new(title), |panel, series| match kind {
            Kind::Line => panel.line(&series.name, &series.x, &series.y),
            Kind::Points => panel.points(&series.name, &series.x, &series.y),
            Kind::Histogram => panel.bars(&series.name, &series.x, &series.y),
        })
    }
}

/// The column of a name, or of a number.
fn place(names: &[String], name: &str, option: &'static str) -> Result<usize> {
    let found = names.iter().position(|known| known == name);
    let number = || name.parse().ok().filter(|place| *place < names.len());
    let unknown = || Error::Option { option, why: format!("{name} is none of {}", names.join(", ")) };
    found.or_else(number).ok_or_else(unknown)
}

/// A column as a line that has no more points than can be seen: of many items for each place the lowest and the highest.
struct Trace {
    /// How many items are one place.
    each: usize,
    seen: usize,
    /// The lowest and the highest of the items since the last place.
    range: Option<(f64, f64)>,
    last: usize,
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Trace {
    fn new(items: usize, room: usize) -> Trace {
        let each = if items / 2 <= room { 1 } else { items.div_ceil(room) };
        Trace { each, seen: 0, range: None, last: items.saturating_sub(1), x: Vec::new(), y: Vec::new() }
    }

    fn see(&mut self, numbers: &[f64]) {
        for &number in numbers {
            let at = self.seen;
            self.seen += 1;
            if self.each == 1 {
                self.x.push(at as f64);
                self.y.push(number);
                continue;
            }
            if number.is_finite() {
                let (low, high) = self.range.unwrap_or((number, number));
                self.range = Some((low.min(number), high.max(number)));
            }
            if self.seen.is_multiple_of(self.each) || at == self.last {
                let (low, high) = self.range.take().unwrap_or((f64::NAN, f64::NAN));
                self.x.extend([at as f64; 2]);
                self.y.extend([low, high]);
            }
        }
    }
}
