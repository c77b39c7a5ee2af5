//! How much memory a process has. Only Linux is asked.

/// Bytes that a process has in memory, where the system tells.
#[cfg(target_os = "linux")]
pub fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok()?.checked_mul(1024)
}

/// Nothing: the system is not asked.
#[cfg(not(target_os = "linux"))]
pub fn memory(_: u32) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn linux_tells() {
        let told = super::memory(std::process::id());
        assert_eq!(told.is_some(), cfg!(target_os = "linux"));
        assert!(told.is_none_or(|bytes| (1_000_000..1_000_000_000_000).contains(&bytes)), "{told:?}");
        assert_eq!(super::memory(u32::MAX), None);
    }
}
