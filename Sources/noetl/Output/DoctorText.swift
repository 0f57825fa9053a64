import NoetlCore

/// The words and marks of `auth doctor`.
struct DoctorText {
    /// Whether the marks may be other than ASCII.
    let isUTF8: Bool
    /// The marks have colours, which say nothing that the marks do not.
    let paint: Paint

    /// A finding: its mark and sentence, and below it the cause and the remedy.
    func lines(_ finding: DoctorFinding) -> String {
        let rest = [finding.why, finding.next].filter { !$0.isEmpty }.map { "  \($0)" }
        return (["\(mark(finding.state)) \(finding.what)"] + rest).joined(separator: "\n")
    }

    private func mark(_ state: DoctorFinding.State) -> String {
        switch state {
        case .ok: paint(isUTF8 ? "✓" : "+", .good)
        case .warning: paint("!", .warning)
        case .problem: paint(isUTF8 ? "✗" : "x", .bad)
        }
    }

    /// The array of `--json`.
    static func json(_ findings: [DoctorFinding]) -> String {
        JSONText.text(
            findings.map { finding in
                [
                    "check": finding.check.rawValue, "state": finding.state.rawValue, "message": finding.what,
                    "reason": finding.why, "hint": finding.next,
                ]
            })
    }
}
