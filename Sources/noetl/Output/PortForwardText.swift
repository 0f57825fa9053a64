import NoetlCore

/// The words about port-forwards.
struct PortForwardText {
    /// The context.
    let name: String

    private var subject: String { "port-forward of context '\(Redaction.cleaned(name))'" }

    /// A start that went well.
    func start(_ outcome: PortForwards.Start) -> String {
        switch outcome {
        case .started(let record):
            "Started the \(subject) (pid \(record.pid), port \(record.localPort)).\n"
                + "End it:  noetl context port-forward \(shellWord(name)) --stop"
        case .runsAlready(let record):
            "The \(subject) runs already (pid \(record.pid), port \(record.localPort))."
        case .ended(let status, _): "The \(subject) ended at once, with status \(status)."
        }
    }

    /// A start that ended at once: three lines.
    func failure(_ status: Int32, _ lines: [String]) -> [String] {
        [
            "The \(subject) ended at once, with status \(status).",
            lines.isEmpty ? "kubectl said nothing." : "kubectl says: \(lines.joined(separator: " | "))",
            "Try it in the foreground:  noetl context port-forward \(shellWord(name))",
        ]
    }

    /// How it is.
    func status(_ status: PortForwards.Status, log: String) -> String {
        switch status {
        case .none: "The \(subject) is not running."
        case .stale(nil): "The \(subject) is not running; what is written down of it is damaged."
        case .stale(let record?): "The \(subject) is not running; process \(record.pid) of it has ended."
        case .running(let record):
            """
            The \(subject) is running.
              Pid:    \(record.pid)
              Ports:  127.0.0.1:\(record.localPort) -> \(record.remotePort)
              Log:    \(Redaction.cleaned(log))
            """
        }
    }

    /// What a stop did.
    func stop(_ outcome: PortForwards.Stop) -> String {
        switch outcome {
        case .notRunning(.none): "The \(subject) was not running."
        case .notRunning: "The \(subject) was not running; what was written down of it is removed."
        case .ended(let record): "Stopped the \(subject) (pid \(record.pid))."
        case .killed(let record): "Stopped the \(subject) (pid \(record.pid)), which had to be killed."
        }
    }
}
