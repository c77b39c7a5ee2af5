//! Explanations: names that must be unique, and names that must lead somewhere.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "duplicate-id",
        title: "an id is used twice",
        what: "Two records of a register, or two entries of a file, have the same id. `mp-020.md` and `mp-020.toml` \
               have the same id as well: the ending does not belong to it.",
        why: "The id is the permanent address, and references name it. It must lead to one thing. The same holds for \
              the `name` of extra fields.",
        wrong: Example { file: "content/measures", text: "mp-020.md\nmp-020.toml" },
        right: Example { file: "content/measures", text: "mp-020.md\nmp-021.toml" },
    },
    Explanation {
        code: "duplicate-number",
        title: "a number is used twice",
        what: "Two records of a register have the same `number`.",
        why: "People and references name a record by its number. It must lead to one record.",
        wrong: Example {
            file: "content/measures/mp-021.md",
            text: "number = \"MP 020\"         # mp-020.md has it already",
        },
        right: Example { file: "content/measures/mp-021.md", text: "number = \"MP 021\"" },
    },
    Explanation {
        code: "unknown-reference",
        title: "a name that leads nowhere",
        what: "A key names a unit, record, programme, register or scheme that does not exist.",
        why: "The link would lead to no page, and the record would be missing from the list it belongs to. Records \
              are named by id or number; a record of another register as `services/od-001`.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "unit = \"0.11\"             # organisation.toml has \"0.1\"",
        },
        right: Example { file: "content/measures/mp-020.md", text: "unit = \"0.1\"" },
    },
    Explanation {
        code: "self-reference",
        title: "a record names itself",
        what: "A key such as `related`, `merged_into` or `parent` names the record in which it stands.",
        why: "A record cannot be its own successor or parent; most often the number was copied with the line.",
        wrong: Example { file: "content/measures/mp-020.md", text: "related = [\"MP 020\"]" },
        right: Example { file: "content/measures/mp-020.md", text: "related = [\"MP 021\"]" },
    },
    Explanation {
        code: "circular-reference",
        title: "references that lead back to their start",
        what: "Following `parent`, `merged_into` or `replaced_by` from one entry to the next leads back to the first.",
        why: "Each level of the tree, and each successor, must come to an end; otherwise nothing is at the top and no \
              record is the current one.",
        wrong: Example {
            file: "content/programmes",
            text: "online.md:  parent = \"strategy\"\nstrategy.md:  parent = \"online\"",
        },
        right: Example {
            file: "content/programmes",
            text: "online.md:  parent = \"strategy\"\nstrategy.md:  no parent",
        },
    },
    Explanation {
        code: "internal-reference",
        title: "a public record names an internal one",
        what: "The record is public, but one that it refers to has `visibility = \"internal\"`.",
        why: "The public site leaves the reference out, because even the title of an internal record stays inside. \
              The internal edition shows it. This is only to be known.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "related = [\"mp-021\"]       # mp-021.md: visibility = \"internal\"",
        },
        right: Example {
            file: "content/measures/mp-021.md",
            text: "visibility = \"public\"      # if it may be shown",
        },
    },
    Explanation {
        code: "address-collision",
        title: "two pages want the same address",
        what: "Addresses come from file names, from `slug` of a register, and from `id` of divisions and units. Two \
               of them come out the same.",
        why: "One page would overwrite the other.",
        wrong: Example { file: "content", text: "site.toml:  [registers.measures] slug = \"plan\"\npages/plan.md" },
        right: Example { file: "content", text: "site.toml:  [registers.measures] slug = \"measures\"\npages/plan.md" },
    },
    Explanation {
        code: "impossible-address",
        title: "an address that not every web space can hold",
        what: "A file name, a `slug` or an `id` gives an address that Linux, macOS and Windows cannot all store: it is \
               too long, has a character that is not allowed, or is one of the names that Windows keeps for devices, \
               such as `con` or `aux`.",
        why: "The site consists of plain files, and must work wherever they are copied.",
        wrong: Example { file: "content", text: "measures/con.md" },
        right: Example { file: "content", text: "measures/con-system.md" },
    },
];
