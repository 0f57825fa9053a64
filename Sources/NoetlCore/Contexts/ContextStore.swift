import Foundation
import Glibc
import NIOConcurrencyHelpers

/// The only reader and writer of the config file.
///
/// Writers take turns through a lock beside the file and each reads it again under the lock, so that nothing is lost
/// between programs; a new file takes the old one's place in one step. Calls block their thread.
public struct ContextStore: Sendable {
    /// The file as it was named; it may be a symbolic link, and need not exist.
    public let file: URL
    private let notice: @Sendable (StoreNotice) -> Void
    /// How long a writer waits for another one.
    private let patience: Duration
    /// `~/.noetl`, the one existing folder whose permissions are ours to keep.
    private let ownFolder: String?
    /// Where the context that was current before is remembered.
    private let state: StateFile?
    /// What was read or written last: most commands look at the file before they edit it, and parsing is what takes
    /// the time when there are many contexts.
    private let known = NIOLockedValueBox<ConfigFile?>(nil)

    /// A store for the file that somebody named.
    public init(file: URL, notice: @escaping @Sendable (StoreNotice) -> Void = { _ in }) {
        self.init(file: file, ownFolder: nil, patience: .seconds(5), notice: notice)
    }

    /// The store of this user: the file that `NOETL_CONFIG` names, else `~/.noetl/config.yaml`.
    public init(
        environment: Environment, home: URL, notice: @escaping @Sendable (StoreNotice) -> Void = { _ in }
    ) {
        let folder = home.appending(path: ".noetl")
        let file = environment["NOETL_CONFIG"].map { URL(filePath: $0) } ?? folder.appending(path: "config.yaml")
        // A folder elsewhere that `NOETL_CONFIG` names is somebody's own.
        let isOurs = file.deletingLastPathComponent().standardized.path == folder.standardized.path
        self.init(
            file: file, ownFolder: isOurs ? folder.path : nil, state: StateFile(folder: folder, config: file),
            patience: .seconds(5), notice: notice)
    }

    init(
        file: URL, ownFolder: String?, state: StateFile? = nil, patience: Duration,
        notice: @escaping @Sendable (StoreNotice) -> Void = { _ in }
    ) {
        self.file = file
        self.ownFolder = ownFolder
        self.state = state
        self.patience = patience
        self.notice = notice
    }

    /// All contexts; none when there is no file. Throws `configInvalid`; creates and changes nothing.
    public func load() throws(NoetlError) -> Contexts {
        try read().contexts
    }

    /// Reads the file under the lock, lets `change` edit it, and writes it when its text became another one.
    ///
    /// Throws what `change` throws, `configInvalid`, and `configUnwritable`; the file is then as it was.
    public func edit<Result>(
        _ change: (inout ConfigFile) throws(NoetlError) -> Result
    ) throws(NoetlError) -> Result {
        let location = try writing { () throws(SystemFault) in
            let location = try ConfigLocation(following: path)
            try ConfigFolder(path: location.folder).create()
            return location
        }
        let lock = try lock(location)
        defer { withExtendedLifetime(lock) {} }
        // Of the place that is locked and will be written: a link may lead elsewhere by now.
        var config = try read(location)
        let before = config
        let result = try change(&config)
        guard config.data != before.data else { return result }
        tightenOwnFolder()
        let oldMode = try writing { () throws(SystemFault) in
            try ConfigDisk(location: location).replace(with: config.data)
        }
        if let oldMode, oldMode & 0o077 != 0 {
            notice(.tightened(path: location.path, from: oldMode, to: 0o600))
        }
        known.withLockedValue { $0 = config }
        remember(before.contexts, beside: config.contexts)
        return result
    }

    /// The context that was current before the one that is, whoever switched; nil when that is not known.
    public var previousContext: String? { state?.previousContext }

    /// By which mode each context was logged in to last, as far as that is known.
    public var lastModes: [String: LoginMode.Kind] { state?.modes ?? [:] }

    /// Remembers that a login to the context worked in this mode.
    func remember(_ mode: LoginMode.Kind, of name: String) { state?.remember(mode, of: name) }

    /// Gives a context another name, here and in what is remembered of it.
    ///
    /// Throws what `edit` throws, `contextNotFound`, and `usage` for a new name that is taken or cannot be.
    public func rename(_ old: String, to new: String) throws(NoetlError) {
        try edit { file throws(NoetlError) in try file.rename(old, to: new) }
        state?.rename(old, to: new)
    }

    /// A switch from one context to another leaves the way back, unless the old one is gone.
    private func remember(_ before: Contexts, beside now: Contexts) {
        guard let old = before.current, let new = now.current, old != new, now[old] != nil else { return }
        state?.remember(previous: old)
    }

    /// A file or folder that others have access to, with the mode that it should have.
    struct Exposure: Sendable, Equatable {
        let path: String
        /// In octal, four digits.
        let mode: String
        let wanted: String
    }

    /// What others may read of the config file, and of the folder where it is ours to keep.
    var exposures: [Exposure] {
        let places: [(String?, String)] = [(ownFolder, "0700"), (path, "0600")]
        return places.compactMap { place, wanted in
            // What is not there, or cannot be looked at, is exposed to nobody.
            guard let place, let status = try? ConfigDisk.status(of: place), status.st_mode & 0o077 != 0 else {
                return nil
            }
            return Exposure(path: place, mode: StoreNotice.octal(status.st_mode & 0o7777), wanted: wanted)
        }
    }

    /// Throws what an edit would throw for reasons that can be known before; leaves no trace. A login asks this
    /// first, with the edit that it will make, so that nobody signs in for nothing.
    public func checkWritable(
        rehearsing change: (inout ConfigFile) throws(NoetlError) -> Void = { _ in }
    ) throws(NoetlError) {
        let location = try writing { () throws(SystemFault) in
            let location = try ConfigLocation(following: path)
            if let status = try ConfigDisk.status(of: location.path) {
                try ConfigDisk(location: location).refuse(status)
            }
            if access(location.lock, R_OK | W_OK) != 0, errno != ENOENT { throw SystemFault(location.lock) }
            return location
        }
        var config = try read(location)
        try change(&config)
        let size = config.data.count
        try writing { () throws(SystemFault) in
            try ConfigFolder(path: location.folder).checkWritable(needing: size)
        }
    }

    private var path: String { file.path }

    private func read(_ location: ConfigLocation? = nil) throws(NoetlError) -> ConfigFile {
        let data: Data
        do throws(SystemFault) {
            let place = if let location { location } else { try ConfigLocation(following: path) }
            data = try ConfigDisk(location: place).read()
        } catch {
            throw .configUnreadable(path, reason: error.reason)
        }
        if let known = known.withLockedValue({ $0 }), known.data == data { return known }
        let config = try ConfigFile(data: data, path: path)
        known.withLockedValue { $0 = config }
        return config
    }

    private func lock(_ location: ConfigLocation) throws(NoetlError) -> ConfigLock {
        do throws(ConfigLock.Failure) {
            return try ConfigLock(location.lock, patience: patience)
        } catch {
            switch error {
            case .fault(let fault): throw .configUnwritable(path, reason: fault.reason, next: fault.remedy)
            case .held(let pid): throw .configLocked(path, lock: location.lock, by: pid, after: patience)
            }
        }
    }

    private func tightenOwnFolder() {
        guard let ownFolder, let old = ConfigFolder(path: ownFolder).tighten() else { return }
        notice(.tightened(path: ownFolder, from: old, to: 0o700))
    }

    private func writing<Result>(_ work: () throws(SystemFault) -> Result) throws(NoetlError) -> Result {
        do throws(SystemFault) {
            return try work()
        } catch {
            throw .configUnwritable(path, reason: error.reason, next: error.remedy)
        }
    }
}
