import Testing

/// Everything that needs a real terminal, one after the other.
@Suite("On a terminal", .serialized, .timeLimit(.minutes(5)))
struct TerminalTests {}
