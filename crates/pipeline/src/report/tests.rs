//! The page as a whole: well formed, safe, small, equal for equal data.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::budget::MAX_EVENTS;
use super::*;

/// Elements that have no end tag, by nature or because HTML lets it be left out.
const WITHOUT_END: [&str; 7] = ["meta", "br", "td", "th", "dt", "dd", "!DOCTYPE"];

/// The names of the tags of a page that are not closed, or closed without having been opened.
fn unbalanced(page: &str) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    let body = page.replace(STYLE, "");
    for tag in body.split('<').skip(1) {
        let tag = &tag[..tag.find('>').expect("a tag ends")];
        let name = tag.split([' ', '\n']).next().unwrap_or("");
        match name.strip_prefix('/') {
            Some(name) if open.last() == Some(&name) => drop(open.pop()),
            Some(name) => return vec![format!("/{name} after {open:?}")],
            None if WITHOUT_END.contains(&name) => {}
            None => open.push(name),
        }
    }
    open.into_iter().map(str::to_string).collect()
}

/// The values of an attribute of a page, in order.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).map(|rest| &rest[..rest.find('"').expect("an attribute ends")]).collect()
}

fn name(range: std::ops::Range<usize>, entity: &str) -> Highlight {
    Highlight {
        range,
        entity: entity.to_string(),
        label: "Alibaba Group".to_string(),
        kind: "organization".to_string(),
        nil: false,
    }
}

/// An article with paragraphs of news and names in them, of about `bytes` bytes.
fn article(id: &str, lang: &str, bytes: usize) -> ReportArticle {
    let sentence = match lang {
        "ko" => "알리바바는 클라우드 부문 매출이 1년 전보다 36% 늘었다고 밝혔다.\n",
        "zh-Hans" => "阿里巴巴集团发布财报，云业务收入同比增长36%，超过市场预期。\n",
        _ => "Alibaba said on Thursday that sales at its cloud unit rose 36 percent from a year ago.\n",
    };
    let text = sentence.repeat(bytes / sentence.len() + 1);
    let first = if lang == "en" { 7 } else { 12 };
    let highlights = (0..text.len()).step_by(sentence.len()).map(|at| name(at..at + first, "alibaba-group")).collect();
    ReportArticle {
        id: id.to_string(),
        lang: lang.to_string(),
        title: Marked { text: sentence.trim().to_string(), highlights: vec![name(0..first, "alibaba-group")] },
        source: Some("Meridian Business".to_string()),
        url: Some(format!("https://meridian.example.com/{id}")),
        published: Some("2026-03-05T10:12:00Z".to_string()),
        near_duplicate_of: None,
        flags: vec!["boilerplate".to_string()],
        text: Marked { text, highlights },
    }
}

/// An event of three languages with a claim.
fn event(at: usize, articles: usize, bytes: usize) -> ReportEvent {
    let id = |n: usize| format!("{at}/{n}");
    let langs = ["zh-Hans", "ko", "en"];
    let articles: Vec<ReportArticle> = (0..articles).map(|n| article(&id(n), langs[n % 3], bytes)).collect();
    let value = |n: usize, value: &str| ReportValue {
        value: value.to_string(),
        article: id(n),
        lang: "en".to_string(),
        sentence: "Sales rose 36 percent.".to_string(),
        figure: 11..21,
    };
    let claim = ReportDisagreement {
        entity: Some("Alibaba Group".to_string()),
        measure: "revenue".to_string(),
        period: Some("2025Q4".to_string()),
        class: "unit_slip".to_string(),
        values: vec![value(0, "36%"), value(1, "36%"), value(2, "3.6%")],
    };
    let why = |n: usize| ReportJoin {
        article: id(n),
        with: id(usize::from(n == 0)),
        score: 0.9,
        evidence: vec!["알리바바 = 阿里巴巴".to_string(), "alibaba-group".to_string()],
    };
    ReportEvent {
        id: format!("event {at}"),
        story: format!("story {}", at / 2),
        headline: articles.iter().map(|article| (article.lang.clone(), article.title.text.clone())).collect(),
        first_seen: Some(format!("2026-03-{:02}T08:00:00Z", at % 28 + 1)),
        last_seen: Some(format!("2026-03-{:02}T18:00:00Z", at % 28 + 1)),
        sources: vec!["Meridian Business".to_string(), "새벽경제".to_string()],
        entities: vec!["alibaba-group".to_string()],
        why: (0..articles.len()).map(why).collect(),
        articles,
        disagreements: vec![claim],
    }
}

/// A report of events with three articles each.
fn report(events: usize, bytes: usize) -> ReportData {
    let labels = [("en", "Alibaba Group"), ("ko", "알리바바그룹"), ("zh-Hans", "阿里巴巴集团")];
    ReportData {
        title: "Sample".to_string(),
        events: (0..events).map(|at| event(at, 3, bytes)).collect(),
        entities: vec![ReportEntity {
            id: "alibaba-group".to_string(),
            kind: "organization".to_string(),
            labels: labels.map(|(lang, name)| (lang.to_string(), name.to_string())).into(),
            aliases: vec!["Alibaba".to_string(), "알리바바그룹".to_string()],
            surfaces: [("알리바바".to_string(), 3)].into(),
            wikidata: Some("Q1359568".to_string()),
            documents: 3,
            nil: false,
        }],
        rejects: vec![ReportReject {
            input: "news.jsonl".to_string(),
            line: Some(17),
            id: None,
            stage: "reading".to_string(),
            reason: "no text".to_string(),
        }],
        ..ReportData::default()
    }
}

#[test]
fn two_articles_that_are_most_alike_are_one_row_of_what_joined_them() {
    let page = render(&report(1, 2000));
    let rows = page.split("<details class=\"why\">").nth(1).unwrap().split("</table>").next().unwrap();
    let joined: Vec<&str> = rows.matches("<tr><td>").collect();
    assert_eq!(joined.len(), 2, "the second and the third with the first: {rows}");
}

#[test]
fn the_page_is_well_formed_and_its_links_lead_somewhere() {
    let page = render(&report(5, 2000));
    assert_eq!(unbalanced(&page), Vec::<String>::new());
    let ids = values(&page, "id");
    let targets: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(targets.len(), ids.len(), "an id is there twice");
    for link in values(&page, "href") {
        let found = link.strip_prefix('#').map_or(link.starts_with("https://"), |id| targets.contains(id));
        assert!(found, "{link}");
    }
}

#[test]
fn every_part_is_there() {
    let page = render(&report(2, 3000));
    let parts = [
        "<h1>Sample</h1>",
        "<time datetime=\"2026-03-01\">Sun 1 Mar <small>2026</small></time>",
        "<i style=\"left:0.00%;width:50.00%\"></i>",
        "<span lang=\"ko\">한국어</span>",
        "<a class=\"organization\" href=\"#n-alibaba-group\" title=\"Alibaba Group (organization)\">알리바바</a>는",
        "more characters</summary>",
        "Same story <ul><li><a href=\"#v-event.201\"",
        "<b>36%</b> <q lang=\"en\">Sales rose <mark>36 percent</mark>.</q>",
        "<b>36%</b> / <b>3.6%</b>",
        "Alibaba Group</span>, revenue, 2025Q4 <small class=\"class\">unit slip</small>",
        "<td>0.90<td><ul><li lang=ko>알리바바 = 阿里巴巴</li><li><a href=\"#n-alibaba-group\">Alibaba Group</a></li></ul>",
        "<b lang=\"ko\">알리바바그룹</b>, <span>Alibaba</span></p>",
        "<span lang=ko>알리바바</span> <small>×3</small>",
        "<td class=\"id\">news.jsonl:17",
    ];
    for part in parts {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_hostile_article_stays_text() {
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    let mut data = report(1, 500);
    data.title = evil.to_string();
    let event = &mut data.events[0];
    event.headline = [(evil.to_string(), evil.to_string())].into();
    event.sources = vec![evil.to_string()];
    let article = &mut event.articles[0];
    article.id = evil.to_string();
    article.lang = evil.to_string();
    article.title = Marked::from(evil);
    article.text =
        Marked { text: evil.to_string(), highlights: vec![Highlight { kind: evil.to_string(), ..name(2..9, evil) }] };
    article.source = Some(evil.to_string());
    article.url = Some("javascript:alert(1)".to_string());
    article.published = Some(evil.to_string());
    article.near_duplicate_of = Some(evil.to_string());
    article.flags = vec![evil.to_string()];
    let claim = &mut event.disagreements[0];
    claim.class = evil.to_string();
    claim.measure = evil.to_string();
    claim.values[0].lang = evil.to_string();
    claim.values[0].sentence = evil.to_string();
    data.entities[0].wikidata = Some(evil.to_string());
    data.entities[0].labels = [(evil.to_string(), evil.to_string())].into();
    data.run.languages = [(evil.to_string(), 1), ("ko".to_string(), 2)].into();
    data.rejects[0].reason = evil.to_string();
    let page = render(&data);
    assert_eq!(unbalanced(&page), Vec::<String>::new());
    for forbidden in ["<script", "<img", "\"javascript:", "onerror=alert(1)>"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn what_is_left_out_is_said() {
    let mut data = report(2, 500);
    data.hidden_events = 1290;
    data.hidden_entities = 1000;
    let page = render(&data);
    assert!(page.contains("This page shows 2 of 1,292 events, the largest and the newest"));
    assert!(page.contains("1,000 more are in entities.jsonl"));
    assert!(!page.contains("Of each article it has the beginning."));
    assert!(render(&report(250, 3000)).contains("Of each article it has the beginning."));
}

#[test]
fn an_article_that_repeats_another_is_folded() {
    let mut data = report(1, 500);
    data.events[0].articles[1].near_duplicate_of = Some("0/0".to_string());
    data.events[0].articles[2].near_duplicate_of = Some("elsewhere".to_string());
    let page = render(&data);
    let folded = "<details class=\"copy\" id=\"d-0.2f1\"><summary>Repeats <a class=\"id\" href=\"#d-0.2f0\">0/0</a>: ";
    assert!(page.contains(folded));
    assert!(page.contains("Repeats <span class=\"id\">elsewhere</span>: "));
}

#[test]
fn a_large_event_is_shortened() {
    let data = ReportData { events: vec![event(0, 300, 400)], ..ReportData::default() };
    let page = render(&data);
    assert_eq!(unbalanced(&page), Vec::<String>::new());
    assert_eq!(page.matches("<summary>90 articles more</summary>").count(), 3);
    assert!(page.len() < 500_000, "{}", page.len());
}

#[test]
fn an_empty_run_has_a_page() {
    let page = render(&ReportData::default());
    assert_eq!(unbalanced(&page), Vec::<String>::new());
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_page_stays_small() {
    let check = |events: usize, bytes: usize, limit: usize| {
        let size = render(&report(events, bytes)).len();
        assert!(size < limit, "{events} events with articles of {bytes} bytes: {size} bytes");
    };
    check(35, 2_400, 1_000_000);
    check(300, 3_000, 5_000_000);
    check(MAX_EVENTS, 6_000, 5_000_000);
    check(10, 1_000_000, 5_000_000);
}

#[test]
fn the_page_stays_small_when_every_character_is_escaped() {
    let mut data = report(600, 100);
    let quotes = "\"".repeat(5000);
    for event in &mut data.events {
        event.headline = [("en".to_string(), quotes.clone())].into();
        event.articles[0].text = Marked::from(quotes.as_str());
        event.disagreements[0].values[0].sentence = quotes.clone();
    }
    let entity = |at: usize| ReportEntity {
        id: format!("{at}"),
        aliases: (0..99).map(|n| format!("{n}{quotes}")).collect(),
        ..ReportEntity::default()
    };
    data.entities = (0..1000).map(entity).collect();
    let size = render(&data).len();
    assert!(size < 5_000_000, "{size}");
}

prop_compose! {
    fn any_marked()(text in "(?s).{0,60}", ranges in prop::collection::vec((0..99usize, 0..99usize), 0..6)) -> Marked {
        let highlights = ranges.into_iter().map(|(start, end)| name(start..end, "alibaba-group")).collect();
        Marked { text, highlights }
    }
}

proptest! {
    #[test]
    fn any_data_gives_a_well_formed_page(
        title in any_marked(),
        text in any_marked(),
        words in prop::collection::vec("\\PC{0,12}", 8),
        time in "(?s).{0,3}|[0-9]{4}-[01][0-9]-[0-3][0-9](T.{0,9})?",
        figure in (0..99usize, 0..99usize),
        times in 1..60usize,
    ) {
        let mut data = report(2, 400);
        let event = &mut data.events[0];
        event.id = words[0].clone();
        event.story = words[1].clone();
        event.headline = [(words[2].clone(), words[3].clone())].into();
        event.first_seen = Some(time.clone());
        event.disagreements[0].values[0].sentence = text.text.repeat(times);
        event.disagreements[0].values[0].figure = figure.0..figure.1;
        event.articles[0] = ReportArticle {
            id: words[4].clone(),
            lang: words[5].clone(),
            title,
            text: Marked { text: text.text.repeat(times), highlights: text.highlights },
            url: Some(words[6].clone()),
            published: Some(time),
            near_duplicate_of: Some(words[7].clone()).filter(|original| original.len() > 9),
            ..ReportArticle::default()
        };
        let page = render(&data);
        prop_assert_eq!(unbalanced(&page), Vec::<String>::new());
        prop_assert_eq!(page, render(&data));
    }

    #[test]
    fn marking_keeps_the_text(marked in any_marked()) {
        let names = marks::tidy(&marked);
        let mut end = 0;
        for (range, _) in &names {
            prop_assert!(range.start >= end && !range.is_empty());
            prop_assert!(marked.text.get(range.clone()).is_some());
            end = range.end;
        }
        let data = ReportData::default();
        let html = Page::new(&data).marked(&marked.text, &names, 0..marked.text.len());
        let mut text = String::new();
        for (at, piece) in html.split('<').enumerate() {
            text.push_str(if at == 0 { piece } else { &piece[piece.find('>').expect("a tag ends") + 1..] });
        }
        prop_assert_eq!(text, escape(&marked.text));
    }

    #[test]
    fn cuts_are_on_borders_of_characters(
        text in "(?s).{0,80}",
        limit in 0..200usize,
        figure in (0..300usize, 0..300usize),
    ) {
        let lead = marks::lead_end(&text, &[], limit);
        prop_assert!(text.is_char_boundary(lead));
        prop_assert!(lead <= limit || lead == text.len());
        let figure = marks::widened(&text, &(figure.0..figure.1));
        let part = marks::excerpt(&text, &figure, limit);
        prop_assert!(part.start <= figure.start && part.end >= figure.end);
        prop_assert!(text.get(part).is_some());
    }
}
