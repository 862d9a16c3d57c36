//! Names of fields in the wild.

use std::collections::BTreeMap;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Title,
    Text,
    Lang,
    PublishedAt,
    Source,
    Url,
}

/// Own names, the names of schema.org NewsArticle, MIRACL, and the column names that corpora in Chinese and Korean use;
/// in lower case.
const KNOWN: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("docid", Field::Id),
    ("doc_id", Field::Id),
    ("_id", Field::Id),
    ("article_id", Field::Id),
    ("identifier", Field::Id),
    ("뉴스 식별자", Field::Id),
    ("编号", Field::Id),
    ("編號", Field::Id),
    ("번호", Field::Id),
    ("title", Field::Title),
    ("headline", Field::Title),
    ("제목", Field::Title),
    ("标题", Field::Title),
    ("標題", Field::Title),
    ("text", Field::Text),
    ("articlebody", Field::Text),
    ("body", Field::Text),
    ("content", Field::Text),
    ("본문", Field::Text),
    ("내용", Field::Text),
    ("正文", Field::Text),
    ("内容", Field::Text),
    ("內容", Field::Text),
    ("内文", Field::Text),
    ("內文", Field::Text),
    ("lang", Field::Lang),
    ("language", Field::Lang),
    ("inlanguage", Field::Lang),
    ("언어", Field::Lang),
    ("语言", Field::Lang),
    ("語言", Field::Lang),
    ("published_at", Field::PublishedAt),
    ("datepublished", Field::PublishedAt),
    ("date", Field::PublishedAt),
    ("published", Field::PublishedAt),
    ("pubdate", Field::PublishedAt),
    ("일시", Field::PublishedAt),
    ("일자", Field::PublishedAt),
    ("날짜", Field::PublishedAt),
    ("发布时间", Field::PublishedAt),
    ("發布時間", Field::PublishedAt),
    ("时间", Field::PublishedAt),
    ("時間", Field::PublishedAt),
    ("日期", Field::PublishedAt),
    ("source", Field::Source),
    ("publisher", Field::Source),
    ("언론사", Field::Source),
    ("매체", Field::Source),
    ("来源", Field::Source),
    ("來源", Field::Source),
    ("媒体", Field::Source),
    ("媒體", Field::Source),
    ("url", Field::Url),
    ("link", Field::Url),
    ("링크", Field::Url),
    ("链接", Field::Url),
    ("連結", Field::Url),
];

/// Looks fields up by name.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    own: BTreeMap<String, Field>,
}

impl Fields {
    /// The known names, after those of the configuration.
    pub(crate) fn new(own: &BTreeMap<String, String>) -> Fields {
        let field = |name: &str| KNOWN.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
        Fields { own: own.iter().filter_map(|(column, name)| Some((lower(column), field(name)?))).collect() }
    }

    /// What the field of this name holds, if it is one of an article's.
    pub(crate) fn get(&self, name: &str) -> Option<Field> {
        let name = lower(name);
        let known = || KNOWN.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
        self.own.get(&name).copied().or_else(known)
    }
}

fn lower(name: &str) -> String {
    name.trim().trim_start_matches('\u{feff}').to_lowercase()
}
