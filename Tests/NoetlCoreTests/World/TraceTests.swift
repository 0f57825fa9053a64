import NoetlCore
import NoetlTestSupport
import Testing

/// The debug trace.
@Suite struct TraceTests {
    @Test func `A line is cleaned`() {
        let lines = Guarded<[String]>([])
        let trace = Trace { line in lines.with { $0.append(line) } }
        trace("a\u{1B}[31m\r\nb")
        #expect(lines.current == ["a[31m b"])
    }

    @Test func `A trace that is off does not even build the line`() {
        var isBuilt = false
        func line() -> String {
            isBuilt = true
            return ""
        }
        Trace.off(line())
        #expect(!isBuilt)
    }
}
