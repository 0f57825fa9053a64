/// The exit statuses that scripts branch on.
public enum ExitStatus {
    /// Everything went well.
    public static let success: Int32 = 0
    /// Any failure that has no status of its own.
    public static let failure: Int32 = 1
    /// There is no valid gateway session: log in and try again.
    public static let noSession: Int32 = 77
    /// The user cancelled with Ctrl-C.
    public static let cancelled: Int32 = 130

    /// The status for a failure, the only place that decides it.
    public static func status(for code: NoetlError.Code) -> Int32 {
        switch code {
        case .sessionExpired, .notLoggedIn: noSession
        case .cancelled: cancelled
        default: failure
        }
    }
}
