//! Where inserts are found and where not, and what they say.

use super::*;
use proptest::prelude::*;

/// Inserts as `=line` or `-inline`.
fn found(text: &str) -> Vec<String> {
    let show = |(piece, range): &(Piece<'_>, Range<usize>)| {
        let (mark, written) = match piece {
            Piece::Event(_) => return None,
            Piece::Inline(written) => ('-', written),
            Piece::Line(written) => ('=', written),
        };
        assert_eq!(&text[range.clone()], *written);
        Some(format!("{mark}{written}"))
    };
    pieces(text).iter().filter_map(show).collect()
}

/// What is shown of everything that is no insert.
fn words(text: &str) -> String {
    let show = |(piece, _): &(Piece<'_>, _)| match piece {
        Piece::Event(Event::Text(t) | Event::Code(t)) => t.to_string(),
        Piece::Event(Event::SoftBreak) => "⏎".to_owned(),
        _ => String::new(),
    };
    pieces(text).iter().map(show).collect()
}

#[test]
fn inserts_stand_in_sentences_and_on_lines() {
    assert_eq!(
        found("Es sind {{count a}} von {{count b status=\"in Bau\"}}."),
        ["-{{count a}}", "-{{count b status=\"in Bau\"}}"]
    );
    assert_eq!(words("Es sind **{{count a}}** von {{x}} – ja."), "Es sind  von  – ja.");
    assert_eq!(
        found("# Kopf {{a}}\n\n{{chart b c}}\r\n{{table d}}\n\nText"),
        ["-{{a}}", "={{chart b c}}", "={{table d}}"]
    );
    assert_eq!(
        found("[{{a}}](/x/)\n\n| k |\n|---|\n| {{b}} |\n\n- {{c}}\n\n> {{d}}"),
        ["-{{a}}", "-{{b}}", "-{{c}}", "-{{d}}"]
    );
    // Underscores and a wrapped line cut the text into several events.
    assert_eq!(
        found("Es sind {{list a standing_still x_y_z}} und {{share a\nstatus=U}} hier"),
        ["-{{list a standing_still x_y_z}}", "-{{share a\nstatus=U}}"]
    );
}

#[test]
fn code_and_escaped_braces_are_left_alone() {
    for text in ["`{{a}}`", "    {{a}}\n", "```\n{{a}}\n```", "\\{{a}}", "\\{\\{a}}", "[x](/{{a}}/)", "{a}", "{ {a}}"] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(words("Man schreibt \\{{count a}}."), "Man schreibt {{count a}}.");
    assert_eq!(found("\\\\{{a}} &amp;{{b}} \\*{{c}}"), ["-{{a}}", "-{{b}}", "-{{c}}"]);
}

#[test]
fn unfinished_inserts_end_with_their_line() {
    assert_eq!(found("Es sind {{count a und\nmehr {{b}}."), ["-{{count a und", "-{{b}}"]);
    assert_eq!(words("Es sind {{count a und\nmehr"), "Es sind ⏎mehr");
    assert_eq!(read("{{count a und", 0), Err(Fault::NotClosed));
}

#[test]
fn an_insert_is_read_with_places() {
    let word = |text, range| Word { text, range };
    let read = |text| read(text, 10);
    assert_eq!(
        read("{{ share\u{a0}services status=U unit=„FD 1.2“ }}"),
        Ok(Written {
            name: word("share", 13..18),
            values: vec![word("services", 20..28)],
            keyed: vec![(word("status", 29..35), word("U", 36..37)), (word("unit", 38..42), word("FD 1.2", 46..52)),],
        })
    );
    assert_eq!(read("{{ }}"), Err(Fault::Empty));
    for text in ["{{a b=}}", "{{a b= c}}", "{{a b = c}}", "{{a b=\"c}}", "{{a =c}}"] {
        assert_eq!(read(text), Err(Fault::NoValue), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_cut_without_loss(text in "([ -~äöüß\n]|[{}]{1,3}|[*_`\\\\&;=\"„“|>#-]|\r\n| )*") {
        let pieces = pieces(&text);
        for (piece, range) in &pieces {
            if let Piece::Inline(written) | Piece::Line(written) = piece {
                prop_assert_eq!(&text[range.clone()], *written);
                prop_assert!(written.starts_with("{{"));
                let _ = read(written, range.start);
            }
        }
        let _ = replaced(&text, |_| Some("x".to_owned()));
        prop_assert_eq!(replaced(&text, |_| None), text);
    }

    #[test]
    fn a_text_without_braces_is_what_markdown_makes_of_it(text in "[ -zäöüß\n~|]*") {
        let plain: Vec<_> = Parser::new_ext(&text, options()).into_offset_iter().collect();
        let cut: Vec<_> = pieces(&text).into_iter().filter_map(|(piece, range)| match piece {
            Piece::Event(event) => Some((event, range)),
            _ => None,
        }).collect();
        prop_assert_eq!(cut, plain);
    }
}
