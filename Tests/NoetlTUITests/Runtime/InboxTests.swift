import Foundation
import Testing

@testable import NoetlTUI

@Suite("Inbox")
struct InboxTests {
    @Test("mail comes in order, and the wait is over at once")
    func order() throws {
        let inbox = try Inbox<Int>()
        for number in 0..<200 { inbox.post(number) }
        #expect(inbox.wait(watching: nil, for: .seconds(60)).mail == Array(0..<200))
        #expect(inbox.wait(watching: nil, for: .zero).mail == [])
    }

    @Test("mail of many threads is neither lost nor torn")
    func threads() async throws {
        let inbox = try Inbox<[Int]>()
        async let posted: Void = withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 { group.addTask { for number in 0..<500 { inbox.post([writer, number]) } } }
        }
        await posted
        var mail: [[Int]] = []
        while mail.count < 2000 { mail += inbox.wait(watching: nil, for: .seconds(60)).mail }
        for writer in 0..<4 { #expect(mail.filter { $0[0] == writer }.map { $0[1] } == Array(0..<500)) }
    }

    @Test("posting never waits, however much mail nobody reads")
    func flood() throws {
        let inbox = try Inbox<Int>()
        // More than a pipe holds.
        for number in 0..<100_000 { inbox.post(number) }
        #expect(inbox.wait(watching: nil, for: .seconds(60)).mail.count == 100_000)
        #expect(inbox.wait(watching: nil, for: .zero).mail.isEmpty)
        inbox.post(1)
        #expect(inbox.wait(watching: nil, for: .seconds(60)).mail == [1])
    }

    @Test("mail that nobody reads is let go with the box")
    func leftovers() throws {
        final class Token: Sendable {}
        weak var token: Token?
        do {
            let inbox = try Inbox<Token>()
            let letter = Token()
            token = letter
            inbox.post(letter)
        }
        #expect(token == nil)
    }

    @Test("input ends the wait, and so does the end of the terminal")
    func input() throws {
        let inbox = try Inbox<Int>()
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        #expect(!inbox.wait(watching: ends[0], for: .zero).hasInput)
        #expect(write(ends[1], "x", 1) == 1)
        let delivery = inbox.wait(watching: ends[0], for: .seconds(60))
        #expect(delivery.hasInput && !delivery.isHungUp && delivery.mail.isEmpty)
        // Not closed: a program that another test starts at this moment would keep the end open for a while.
        #expect(shutdown(ends[1], Int32(SHUT_RDWR)) == 0)
        #expect(inbox.wait(watching: ends[0], for: .seconds(60)).isHungUp)
    }

    @Test("signals become mail")
    func signals() throws {
        let inbox = try Inbox<Int32>()
        let relay = SignalRelay([SIGUSR1, SIGWINCH], to: inbox) { $0 }
        kill(getpid(), SIGUSR1)
        #expect(inbox.wait(watching: nil, for: .seconds(60)).mail == [SIGUSR1])
        kill(getpid(), SIGWINCH)
        #expect(inbox.wait(watching: nil, for: .seconds(60)).mail == [SIGWINCH])
        withExtendedLifetime(relay) {}
    }
}
