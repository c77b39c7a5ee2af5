//! A synthetic city of any size: a function of the number of measures alone, so that every machine gets the same bytes.
//!
//! 8 divisions with 5 units each, 8 half-yearly reporting dates, a value from 0 to 10 for each that never falls,
//! and about 87 words of German Markdown per measure.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

pub(crate) const DATES: [&str; 8] =
    ["2022-12-31", "2023-06-30", "2023-12-31", "2024-06-30", "2024-12-31", "2025-06-30", "2025-12-31", "2026-06-30"];

/// A division, then its units.
const DIVISIONS: [(&str, &str); 8] = [
    ("Verwaltungsleitung", "Büro des Rates, Pressestelle, Personal, Organisation, Informationstechnik"),
    ("Finanzen", "Haushalt, Buchhaltung, Steuern und Abgaben, Vollstreckung, Grundstücke"),
    ("Recht und Ordnung", "Rechtsfragen, Gewerbe, Straßenverkehr, Melderegister, Brandschutz"),
    ("Bildung", "Schulen, Kindertagesstätten, Bücherei, Musikschule, Sportstätten"),
    ("Soziales", "Wohngeld, Jugendhilfe, Pflege und Alter, Eingliederung, Unterhaltsvorschuss"),
    ("Bauen", "Bauordnung, Bauleitplanung, Hochbau, Denkmalpflege, Geodaten"),
    ("Verkehr und Tiefbau", "Straßenbau, Entwässerung, Brücken, Parkraum, Betriebshof"),
    ("Umwelt und Kultur", "Klimaschutz, Grünflächen, Abfall, Museum, Stadttheater"),
];

const ACTIONS: [&str; 12] = [
    "Elektronische Abwicklung",
    "Neues Fachverfahren",
    "Selbstbedienung",
    "Digitale Antragstellung",
    "Terminvergabe",
    "Anbindung",
    "Ablösung der Altanwendung",
    "Mobile Erfassung",
    "Medienbruchfreie Prüfung",
    "Elektronische Akte",
    "Auswertung",
    "Automatisierte Zustellung",
];

const SUBJECTS: [&str; 20] = [
    "für Anträge auf Beihilfe",
    "für Aufgrabungen",
    "für Bewohnerparkausweise",
    "für Bauvoranfragen",
    "für Dienstreisen",
    "für die Ausleihe von Geräten",
    "für die Hundesteuer",
    "für die Raumvergabe",
    "für die Schülerbeförderung",
    "für Eingangsrechnungen",
    "für Förderbescheide",
    "für Führungszeugnisse",
    "für Gaststättenerlaubnisse",
    "für Kanalanschlüsse",
    "für Kita-Plätze",
    "für Mängelmeldungen",
    "für Sondernutzungen",
    "für Urkunden",
    "für Veranstaltungen",
    "für Wahlhelferinnen & Wahlhelfer",
];

const OPENINGS: [&str; 8] = [
    "Bisher wird der Vorgang auf Papier bearbeitet und mehrfach von Hand in verschiedene Listen übertragen.",
    "Die vorhandene Anwendung wird vom Hersteller nicht mehr gepflegt und muss daher bald ersetzt werden.",
    "Wer das Angebot nutzen möchte, muss heute noch während der Öffnungszeiten ins Rathaus kommen.",
    "Der Rat hat die Verwaltung beauftragt, das Verfahren ohne Schriftform und ohne Wartezeit anzubieten.",
    "Eine Befragung der Beschäftigten hat gezeigt, dass die Bearbeitung zu lange und zu viele Wege braucht.",
    "Das Land stellt dafür einen Dienst bereit, den die Stadt nur noch anbinden und erproben muss.",
    "Mit dem Vorhaben werden die Vorgaben des Onlinezugangsgesetzes für diesen Bereich vollständig erfüllt.",
    "Die Nachbarstädte arbeiten bereits so; ihre Erfahrungen sind in das fachliche Konzept eingeflossen.",
];

const MIDDLES: [&str; 8] = [
    "Künftig kommen die Daten **geprüft und vollständig** an und lösen den nächsten Schritt von selbst aus.",
    "Der Zugang gelingt mit dem Nutzerkonto; *wer das nicht möchte*, kann weiterhin persönlich vorsprechen.",
    "Die Schnittstelle folgt einem [offenen Standard](https://standard.example/), damit sie später auch anderen dient.",
    "Gebühren werden unmittelbar bezahlt und **ohne Zwischenschritt** in der Buchhaltung verbucht und abgeschlossen.",
    "Barrierefreiheit und Datenschutz sind Teil der Abnahme und werden *vor jedem Schritt* erneut geprüft.",
    "Die Beschäftigten testen jede Fassung selbst, bevor sie für die Öffentlichkeit **freigegeben** wird.",
    "Alle Unterlagen liegen danach in der elektronischen Akte und lassen sich *gemeinsam* bearbeiten.",
    "Nachfragen sollen seltener werden, weil der Stand des Verfahrens [jederzeit abrufbar](https://stand.example/) ist.",
];

const STEPS: [&str; 10] = [
    "Ablauf aufnehmen und vereinfachen",
    "Beteiligung der Personalvertretung",
    "Leistungsbeschreibung und Vergabe",
    "Anbindung an das Bezahlverfahren",
    "Erprobung mit zwei Dienststellen",
    "Freigabe durch den Datenschutz",
    "Schulung der Beschäftigten",
    "Übernahme der alten Bestände",
    "Anpassung von Satzung & Gebühren",
    "Bekanntmachung auf der Website",
];

const ENDINGS: [&str; 6] = [
    "Offen ist noch, wann der zentrale Dienst die zugesagte Erweiterung bereitstellt; bis dahin läuft der Probebetrieb.",
    "Nach einem Jahr wird ausgewertet, ob die Bearbeitung wirklich schneller und einfacher geworden ist.",
    "Die Mittel stehen im Haushalt bereit, ein Teil davon ist als Förderung des Landes bewilligt.",
    "Im nächsten Halbjahr sollen zwei weitere Dienststellen folgen, danach der gesamte Bereich.",
    "Die bisherigen Formulare bleiben daneben gültig, solange sie noch von jemandem gebraucht werden.",
    "Über den weiteren Verlauf unterrichtet die Verwaltung den Ausschuss mit dem nächsten Bericht.",
];

/// Small and the same everywhere (the generator known as splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// `N` different ones, in random order.
    fn pick<const N: usize>(&mut self, from: &[&'static str]) -> [&'static str; N] {
        let mut left = from.to_vec();
        std::array::from_fn(|_| left.swap_remove(self.below(left.len())))
    }
}

/// Writes the content folder of a site with `measures` measures into `site`.
pub(crate) fn write_site(site: &Path, measures: usize) -> io::Result<()> {
    let content = site.join("content");
    for folder in ["measures", "pages"] {
        fs::create_dir_all(content.join(folder))?;
    }
    fs::write(content.join("site.toml"), site_toml())?;
    fs::write(content.join("organisation.toml"), organisation_toml())?;
    for (slug, title, role) in [
        ("impressum", "Impressum", "imprint"),
        ("datenschutz", "Datenschutz", "privacy"),
        ("barrierefreiheit", "Erklärung zur Barrierefreiheit", "accessibility"),
    ] {
        let page = format!(
            "+++\ntitle = \"{title}\"\ndescription = \"{title} der Messstadt.\"\nrole = \"{role}\"\nmenu = \"footer\"\n+++\n\
             Diese Stadt gibt es nur zum Messen.\n"
        );
        fs::write(content.join(format!("pages/{slug}.md")), page)?;
    }
    let mut random = Random(20_261_123);
    for number in 1..=measures {
        fs::write(content.join(format!("measures/mp-{number:05}.md")), measure(&mut random, number))?;
    }
    Ok(())
}

fn site_toml() -> String {
    format!(
        r#"title = "Messstadt – Stand der Maßnahmen"
description = "Eine erzeugte Stadt, an der gemessen wird, wie lange ein Bau dauert."
base_url = "https://example.org/messstadt/"
languages = ["de"]
reporting_dates = [{}]

[publisher]
name = "Messstadt"
url = "https://example.org/"
licence = "CC0-1.0"

[schemes.progress]
title = "Fortschritt"
scale = {{ min = 0, max = 10 }}
[[schemes.progress.status]]
code = "P"
label = "in Planung"
class = "planned"
from = 0
[[schemes.progress.status]]
code = "E"
label = "in Einführung"
class = "active"
from = 4
[[schemes.progress.status]]
code = "U"
label = "umgesetzt"
class = "done"
from = 8

[registers.measures]
kind = "measure"
scheme = "progress"
history = "surveyed"
slug = "massnahmen"
title = "Maßnahmen"
singular = "Maßnahme"
number_prefix = "MP "
number_digits = 5
"#,
        DATES.join(", ")
    )
}

fn organisation_toml() -> String {
    let mut text = String::new();
    for (division, (name, units)) in DIVISIONS.iter().enumerate() {
        let division = division + 1;
        let _ = writeln!(text, "[[division]]\nid = \"{division}\"\nname = \"{name}\"");
        for (unit, name) in units.split(", ").enumerate() {
            let unit = unit + 1;
            let _ =
                writeln!(text, "[[unit]]\nid = \"{division}.{unit}\"\nname = \"{name}\"\ndivision = \"{division}\"");
        }
    }
    text
}

fn measure(random: &mut Random, number: usize) -> String {
    let [action] = random.pick(&ACTIONS);
    let [subject] = random.pick(&SUBJECTS);
    let unit = random.below(40);
    let due = 2027 + random.below(4);
    let mut text = format!(
        "+++\nnumber = \"MP {number:05}\"\ntitle = \"{action} {subject}\"\nunit = \"{}.{}\"\nreported = 2022\n\
         schedule = \"{due}\"\n[progress]\n",
        unit / 5 + 1,
        unit % 5 + 1,
    );
    let mut value = random.below(4);
    for date in DATES {
        let _ = writeln!(text, "{date} = {value}");
        value = (value + [0, 0, 1, 1, 1, 2, 3][random.below(7)]).min(10);
    }
    let [first, second] = random.pick(&OPENINGS);
    let [third, fourth] = random.pick(&MIDDLES);
    let [a, b, c, d] = random.pick(&STEPS);
    let [fifth] = random.pick(&ENDINGS);
    let _ = write!(text, "+++\n{first} {second} {third}\n\n- {a}\n- {b}\n- {c}\n- {d}\n\n{fourth} {fifth}\n");
    text
}
