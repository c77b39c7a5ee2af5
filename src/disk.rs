//! The disk: reading the site folder, publishing a finished site, changing record files.
//!
//! The only module that opens files. Of a site it reads `content/` and `themes/` and nothing else, publishes a
//! site in one step or not at all, deletes only what it wrote, and follows no link on its way.

mod ahead;
mod apply;
mod before;
mod error;
mod faults;
mod folders;
mod foreign;
mod inventory;
#[cfg(feature = "pdf")]
mod kept;
mod ledger;
mod manifest;
mod memory;
mod publish;
mod read;
mod received;
mod seal;
mod stage;
mod swap;
mod target;
mod tree;
mod turns;
mod unfinished;
mod workshop;

pub use apply::{ApplyError, FileEdit, FileState, apply, apply_with, is_free, remove, state, write_file, write_new};
pub use before::Before;
pub use error::PublishError;
pub use faults::Faults;
#[cfg(feature = "pdf")]
pub use kept::Kept;
pub use memory::memory;
pub use publish::Receipt;
pub use read::{FOLDERS, is_left_alone, read};
pub use received::{Files, read_input, received};
pub use stage::Stage;
pub use target::Target;
pub use unfinished::give_up;
