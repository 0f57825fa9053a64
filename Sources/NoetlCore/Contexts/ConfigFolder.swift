import Glibc

/// The folder of the config file: made when missing, and kept to its owner when it is ours.
struct ConfigFolder {
    let path: String

    /// Makes the folder and those above it, for their owner alone.
    func create() throws(SystemFault) {
        if try ConfigDisk.status(of: path) != nil { return }
        let parent = ConfigLocation.folder(of: path)
        if parent != path { try ConfigFolder(path: parent).create() }
        if mkdir(path, 0o700) == 0 {
            // The umask had a say.
            guard chmod(path, 0o700) == 0 else { throw SystemFault(path) }
        } else if errno != EEXIST {
            throw SystemFault(path)
        }
    }

    /// Takes others' access away; returns the mode the folder had when that was necessary.
    func tighten() -> mode_t? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o077 != 0, status.st_uid == geteuid() else { return nil }
        return chmod(path, 0o700) == 0 ? status.st_mode & 0o7777 : nil
    }

    /// Throws when no file could be made in the folder, or the folder not be made.
    func checkWritable(needing bytes: Int) throws(SystemFault) {
        var existing = path
        while try ConfigDisk.status(of: existing) == nil, existing != ConfigLocation.folder(of: existing) {
            existing = ConfigLocation.folder(of: existing)
        }
        guard faccessat(AT_FDCWD, existing, W_OK | X_OK, AT_EACCESS) == 0 else { throw SystemFault(existing) }
        guard try ConfigDisk.status(of: existing).map({ $0.st_mode & S_IFMT == S_IFDIR }) ?? false else {
            throw SystemFault(existing, code: ENOTDIR)
        }
        var space = statvfs()
        guard statvfs(existing, &space) == 0, space.f_blocks > 0 else { return }
        let free = geteuid() == 0 ? space.f_bfree : space.f_bavail
        if UInt(free) * space.f_frsize < UInt(bytes) { throw SystemFault(existing, code: ENOSPC) }
    }
}
