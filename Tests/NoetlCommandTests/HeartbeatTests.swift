import NoetlCore
import NoetlTestSupport
import Testing

@testable import noetl

@Suite("Heartbeat", .timeLimit(.minutes(5)))
struct HeartbeatTests {
    @Test("a line every 30 s with the time that is left, none at the end, none after it was cancelled")
    func beats() async {
        let clock = ManualClock()
        let (lines, said) = AsyncStream.makeStream(of: String.self)
        let heartbeat = Heartbeat(
            subject: "the browser", deadline: clock.now.advanced(by: .seconds(100)), clock: clock.door
        ) { said.yield($0) }
        let first = heartbeat.start()
        var reader = lines.makeAsyncIterator()
        for (count, left) in [(1, "1m 10s"), (2, "40s"), (3, "10s")] {
            await clock.hasBegun(count)
            clock.advance(by: .seconds(30))
            #expect(await reader.next() == "Still waiting for the browser; \(left) left.")
        }
        await first.value
        #expect(clock.waits == Array(repeating: .seconds(30), count: 3))
        let other = Heartbeat(subject: "the code", deadline: clock.now + .seconds(900), clock: clock.door) {
            said.yield($0)
        }.start()
        await clock.hasBegun(4)
        other.cancel()
        await other.value
        said.finish()
        #expect(await reader.next() == nil)
    }
}
