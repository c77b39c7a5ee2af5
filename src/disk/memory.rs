//! How much memory a process has. Only Linux is asked.

/// Bytes that a process has in memory, or this one, where the system tells.
#[cfg(target_os = "linux")]
pub fn memory(process: Option<u32>) -> Option<u64> {
    // Its number may be that of another one where the list of processes is seen from outside of a container.
    let process = process.map_or_else(|| "self".to_owned(), |number| number.to_string());
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok()?.checked_mul(1024)
}

/// Nothing: the system is not asked.
#[cfg(not(target_os = "linux"))]
pub fn memory(_: Option<u32>) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn linux_tells() {
        let told = super::memory(None);
        assert_eq!(told.is_some(), cfg!(target_os = "linux"));
        assert!(told.is_none_or(|bytes| (1_000_000..1_000_000_000_000).contains(&bytes)), "{told:?}");
        assert_eq!(super::memory(Some(std::process::id())).is_some(), told.is_some());
        assert_eq!(super::memory(Some(u32::MAX)), None);
    }
}
