import Glibc

/// Looks at the config file from time to time, and tells when it says something else.
public struct ContextWatch: Sendable {
    private let store: ContextStore
    private let clock: MonotonicClock
    private let pause: Duration

    /// A watch that looks once every `pause`.
    public init(_ store: ContextStore, clock: MonotonicClock, every pause: Duration = .seconds(1)) {
        self.store = store
        self.clock = clock
        self.pause = pause
    }

    /// Tells what the file says now, and then whenever it says something else, or cannot be read any more.
    ///
    /// Returns when the task is cancelled.
    public func follow(_ tell: @Sendable (Result<Contexts, NoetlError>) -> Void) async {
        var last: Sight?
        while !Task.isCancelled {
            if let sight = await look(after: last) {
                if sight.content != last?.content { tell(sight.content) }
                last = sight
            }
            // Cancelling ends the sleep, and the loop with it.
            do throws(NoetlError) { try await clock.sleep(for: pause) } catch { return }
        }
    }

    /// One look at the file: which file it was, and what it said.
    private struct Sight: Sendable {
        let stamp: FileStamp?
        let content: Result<Contexts, NoetlError>
    }

    /// What the file says, unless it is the very file that was seen last.
    private func look(after last: Sight?) async -> Sight? {
        let store = store
        let work: @Sendable () -> Sight? = {
            // Before the content: what changes in between is seen the next time.
            let stamp = FileStamp(of: store.file.path)
            if let last, last.stamp == stamp { return nil }
            return Sight(stamp: stamp, content: Result { () throws(NoetlError) in try store.load() })
        }
        return await offPool(work)
    }
}

/// What tells one state of a file from another without reading it.
private struct FileStamp: Equatable, Sendable {
    let device: UInt
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    /// The file at `path`, links followed; nil when there is none, or it cannot be looked at.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
