/// Something a writer of the config did besides what it was asked, which the user should hear about.
public enum StoreNotice: Sendable, Equatable {
    /// Others could read the file or folder, and now they cannot.
    case tightened(path: String, from: UInt32, to: UInt32)

    /// One line for stderr.
    public var line: String {
        switch self {
        case .tightened(let path, let old, let new):
            "Tightened the permissions of \(Redaction.cleaned(path)) from \(Self.octal(old)) to \(Self.octal(new))."
        }
    }

    /// A mode as `chmod` takes it: four digits.
    static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
