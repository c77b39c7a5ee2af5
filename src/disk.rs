//! The disk: reading the site folder, publishing a finished site, changing record files.
//!
//! The only module that opens files. It reads `content/` and `themes/` and nothing else, writes a
//! site in one step or not at all, deletes only what it wrote, and never follows a link on its way.

mod read;

pub use read::read;
