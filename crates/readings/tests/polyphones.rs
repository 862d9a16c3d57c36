//! Names whose characters read otherwise than in running text, and both scripts of every character.

use newsbraid_readings::{NameKind, chinese_to_hangul, transcribe};
use newsbraid_text::Lang;
use newsbraid_text::normalize::to_simplified;

/// Pairs of a name and its official transcription.
#[track_caller]
fn check(kind: NameKind, pairs: &str) {
    let words: Vec<&str> = pairs.split_whitespace().collect();
    let wrong: Vec<String> = words
        .chunks(2)
        .filter(|pair| chinese_to_hangul(pair[0], kind).first().map(String::as_str) != Some(pair[1]))
        .map(|pair| format!("{} {} {:?}", pair[0], pair[1], chinese_to_hangul(pair[0], kind)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn surnames_have_readings_of_their_own() {
    check(
        NameKind::Person,
        "毛泽东 마오쩌둥 周恩来 저우언라이 江泽民 장쩌민 胡锦涛 후진타오 温家宝 원자바오 朱镕基 주룽지 李克强 리커창 薄熙来 보시라이
         曾庆红 쩡칭훙 仇和 추허 解振华 셰전화 单霁翔 산지샹 翟志刚 자이즈강 查良镛 자량융 任志强 런즈창 费孝通 페이샤오퉁 聂卫平 녜웨이핑
         吕思勉 뤼쓰몐 冼星海 셴싱하이 尹力 인리 万里 완리 芮成钢 루이청강 欧阳修 어우양슈 司马迁 쓰마첸 诸葛亮 주거량 令狐冲 링후충
         慕容复 무룽푸 乐靖宜 웨징이 谌龙 천룽 尉迟恭 위츠궁 区诺轩 어우눠쉬안 华罗庚 화뤄겅 葛优 거유 宁浩 닝하오 褚时健 추스젠
         佘诗曼 서스만 晁盖 차오가이 訾 쯔 卞之琳 볜즈린 岑参 천선 茅盾 마오둔 郝柏村 하오바이춘 邹家华 쩌우자화 阎锡山 옌시산
         夏侯惇 샤허우둔 上官婉儿 상관완얼 皇甫谧 황푸미 鲁迅 루쉰 秦刚 친강 汪文斌 왕원빈 华春莹 화춘잉 耿爽 겅솽 赵立坚 자오리젠
         毛宁 마오닝 林剑 린젠 陆慷 루캉 崔天凯 추이톈카이 谢锋 셰펑 丛培武 충페이우 邢海明 싱하이밍 戴兵 다이빙",
    );
}

#[test]
fn places_have_readings_of_their_own() {
    check(
        NameKind::Place,
        "重庆 충칭 长沙 창사 成都 청두 厦门 샤먼 哈尔滨 하얼빈 六安 루안 蚌埠 벙부 番禺 판위 台州 타이저우 丽水 리수이 大同 다퉁
         乐山 러산 都江堰 두장옌 朝阳 차오양 长春 창춘 乌鲁木齐 우루무치 齐齐哈尔 치치하얼 石家庄 스자좡 张家口 장자커우
         秦皇岛 친황다오 绍兴 사오싱 温州 원저우 苏州 쑤저우 泸州 루저우 亳州 보저우 涪陵 푸링 莆田 푸톈 曲阜 취푸 珲春 훈춘
         呼和浩特 후허하오터 长治 창즈 长白山 창바이산 朝天门 차오톈먼 东莞 둥관 中卫 중웨이 六合 루허 洪洞 훙퉁
         铅山 옌산 乐清 웨칭 天台 톈타이 浚县 쉰셴 枞阳 쭝양 阜阳 푸양 濮阳 푸양 郫县 피셴 汶川 원촨 荥阳 싱양 泌阳 비양
         武陟 우즈 婺源 우위안 盱眙 쉬이 邗江 한장 睢宁 쑤이닝 歙县 서셴 黟县 이셴 无为 우웨이 浏阳 류양 耒阳 레이양 郴州 천저우
         儋州 단저우 犍为 첸웨이 筠连 쥔롄 渑池 몐츠 井陉 징싱 蔚县 위셴 藁城 가오청 尉犁 위리 单县 산셴 莘县 선셴 莒县 쥐셴
         牟平 무핑 东阿 둥어 济南 지난 济宁 지닝 曲靖 취징 会泽 후이쩌 勐海 멍하이 大埔 다부 黄陂 황피 监利 젠리 郧阳 윈양",
    );
}

/// Every character that has a simplified form reads as that form does, in all kinds of names, first or last; a form that is
/// itself the traditional one of a third character (薴 苧 苎) has no reading of its own.
#[test]
fn both_scripts_of_every_character_read_alike() {
    let mut pairs = 0;
    for c in ('\u{3400}'..='\u{9fff}').chain('\u{f900}'..='\u{faff}').chain('\u{20000}'..='\u{2fa1f}') {
        let Some(simple) = to_simplified(c).filter(|simple| *simple != c) else { continue };
        if to_simplified(simple).is_some_and(|third| third != simple) {
            continue;
        }
        pairs += 1;
        for kind in [NameKind::Person, NameKind::Place, NameKind::Organization, NameKind::Product] {
            for (traditional, simplified) in
                [(format!("王{c}"), format!("王{simple}")), (format!("{c}明"), format!("{simple}明"))]
            {
                assert_eq!(
                    transcribe(&traditional, Lang::ZhHant, Lang::Ko, kind),
                    transcribe(&simplified, Lang::ZhHans, Lang::Ko, kind),
                    "{traditional} {simplified}"
                );
            }
        }
    }
    assert!(pairs > 3000, "{pairs}");
}
