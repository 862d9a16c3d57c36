//! The cases of `corpus/cases/links` and `corpus/cases/figures`.

#[path = "../../text/tests/common/cases.rs"]
mod cases;

use std::sync::LazyLock;

use cases::{Case, cases, check_cases};
use newsbraid_kb::KnowledgeBase;
use newsbraid_linker::{Annotations, Bound, Change, Figure, Linker, Mention, Quantity, Unit};
use newsbraid_segmenter::dictionary::{DataDir, ensure_korean};
use newsbraid_segmenter::{Segmenter, SegmenterConfig};
use newsbraid_text::{Document, Origin, RawDocument, clean};

/// Score below which a link does not count; the default of `config/newsbraid.toml`.
const THRESHOLD: f32 = 0.5;

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| {
    let data_dir = DataDir::of_user().expect("a home folder");
    let korean = ensure_korean(&data_dir, &mut |_| {}).expect("the dictionary can be installed");
    Segmenter::new(SegmenterConfig { korean: Some(korean), ..SegmenterConfig::default() }).expect("no words of a user")
});

static LINKER: LazyLock<Linker> = LazyLock::new(|| Linker::new(KnowledgeBase::embedded(), THRESHOLD));

fn annotate(case: &Case) -> (Document, Annotations) {
    let raw =
        RawDocument { lang: Some(case.lang.clone()), ..RawDocument::plain("case", &case.article, Origin::unknown()) };
    let document = clean(raw);
    let analysis = SEGMENTER.worker().analyze(document.text(), document.meta.lang);
    let annotations = LINKER.annotate(&document, &analysis);
    (document, annotations)
}

#[test]
fn names_link_as_the_cases_say() {
    check_cases(&cases("links", "links"), |case| {
        let (document, annotations) = annotate(case);
        let mut mentions = annotations.mentions.iter();
        let mut nils = Nils::default();
        let mut found = Vec::new();
        // A `none` line is found where the article has the string and links it nowhere but as said.
        for line in &case.expected {
            match line.strip_suffix(" -> none") {
                Some(surface) => found.extend(none(surface, case, &document, &annotations)),
                None => found.extend(mentions.next().map(|mention| link(mention, line, &document, &mut nils))),
            }
        }
        found.extend(mentions.map(|mention| link(mention, "", &document, &mut nils)));
        found
    });
}

/// `surface -> none` where the string stands in the article and is linked no oftener than the case says.
fn none(surface: &str, case: &Case, document: &Document, annotations: &Annotations) -> Option<String> {
    let stands = case.article.contains(surface);
    let linked = annotations.mentions.iter().filter(|mention| mention.span.of(document.text()) == surface).count();
    let listed = case.expected.iter().filter(|line| line.split(" -> ").next() == Some(surface)).count() - 1;
    (stands && linked <= listed).then(|| format!("{surface} -> none"))
}

/// The keys of unknown names by the ids that the case gives them.
#[derive(Default)]
struct Nils(Vec<(String, String)>);

impl Nils {
    /// The id for a key: that of the line for a new one, so that one key keeps one id.
    fn id(&mut self, key: &str, line: &str) -> String {
        let wanted = line.split_once(" -> nil:").map_or("", |(_, id)| id);
        if let Some((_, id)) = self.0.iter().find(|(known, _)| known == key) {
            return id.clone();
        }
        let taken = self.0.iter().any(|(_, id)| id == wanted);
        let id = if taken || wanted.is_empty() { format!("({key})") } else { wanted.to_string() };
        self.0.push((key.to_string(), id.clone()));
        id
    }
}

fn link(mention: &Mention, line: &str, document: &Document, nils: &mut Nils) -> String {
    let locator = document.locator();
    let surface = locator.surface(locator.locate(mention.span));
    match (&mention.entity, &mention.key) {
        (Some(entity), _) => format!("{surface} -> {entity}"),
        (None, key) => format!("{surface} -> nil:{}", nils.id(key.as_deref().unwrap_or(""), line)),
    }
}

#[test]
fn figures_are_read_as_the_cases_say() {
    check_cases(&cases("figures", "figures"), |case| {
        let (document, annotations) = annotate(case);
        annotations.figures.iter().map(|figure| row(figure, &document)).collect()
    });
}

/// `surface | value | unit | bound or change`, as `corpus/README.md` spells units: without the sign of a fall.
fn row(figure: &Figure, document: &Document) -> String {
    let locator = document.locator();
    let surface = locator.surface(locator.locate(figure.span));
    let figure = &figure.quantity;
    let (value, unit) = match figure.unit {
        Unit::Money => (figure.value, figure.currency.as_deref().unwrap_or("")),
        Unit::Percent => (figure.value, "%"),
        Unit::PercentPoint => (figure.value, "pp"),
        // Hundredths of a point.
        Unit::BasisPoint => (figure.value / 100.0, "pp"),
        Unit::Multiple => (figure.value, "x"),
        Unit::Person => (figure.value, people(figure)),
        Unit::Count => (figure.value, "count"),
        _ => (figure.value, "measurement"),
    };
    let bound = figure.bound.map(|bound| match bound {
        Bound::About => "about",
        Bound::Min => "min",
        Bound::Max => "max",
    });
    let change = figure.change.map(|change| match change {
        Change::Yoy => "yoy",
        Change::Qoq => "qoq",
    });
    let marks: Vec<&str> = bound.into_iter().chain(change).collect();
    format!("{surface} | {} | {unit} | {}", value.abs(), marks.join(" ")).trim_end().to_string()
}

/// What happened to the people counted.
fn people(figure: &Quantity) -> &'static str {
    match figure.measure.as_deref() {
        Some("deaths") => "death",
        Some("injured") => "injury",
        _ => "person",
    }
}
