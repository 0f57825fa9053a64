import Foundation
import Glibc
import NIOConcurrencyHelpers
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// A device code that nobody enters for a whole day, on a clock that jumps from poll to poll.
@Suite(.timeLimit(.minutes(5))) struct DeviceDayTests {
    /// A tenant whose device codes last a day and are never entered; it keeps only numbers.
    private final class PatientTenant: HTTPTransport {
        private let state = NIOLockedValueBox(
            (now: ContinuousClock.now, polls: 0, waited: Duration.zero, sizes: [Int]()))

        var polls: Int { state.withLockedValue { $0.polls } }
        var waited: Duration { state.withLockedValue { $0.waited } }
        var sizes: [Int] { state.withLockedValue { $0.sizes } }

        var clock: MonotonicClock {
            MonotonicClock(
                now: { [state] in state.withLockedValue { $0.now } },
                sleep: { [state] deadline in
                    state.withLockedValue { state in
                        state.waited += state.now.duration(to: deadline)
                        state.now = max(state.now, deadline)
                    }
                })
        }

        func send(_ request: HTTPRequest) async throws(NoetlError) -> HTTPResponse {
            guard request.url.path().hasSuffix("/oauth/token") else {
                let body = """
                    {"device_code": "device-code-1", "user_code": "ABCD-EFGH", "verification_uri": "https://acme.us.auth0.com/activate",
                    "expires_in": 86400, "interval": 5}
                    """
                return HTTPResponse(status: 200, body: Data(body.utf8))
            }
            state.withLockedValue { state in
                state.polls += 1
                if state.polls % 4000 == 0 { state.sizes.append(Self.residentPages()) }
            }
            return HTTPResponse(status: 403, body: Data(#"{"error": "authorization_pending"}"#.utf8))
        }

        /// Pages of this process that are in memory.
        private static func residentPages() -> Int {
            let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
            return words.flatMap { Int($0[1]) } ?? 0
        }
    }

    /// Lets the day pass; true when the code expired in the end.
    private static func passDay(_ tenant: PatientTenant) async throws -> Bool {
        let application = Auth0Application(domain: try Auth0Domain("acme.us.auth0.com"), clientID: "c")
        let grant = DeviceGrant(
            client: Auth0Client(application: application, http: tenant), opensBrowser: false,
            world: .forTests(http: tenant, clock: tenant.clock))
        do throws(NoetlError) {
            _ = try await grant.token { _ in }
            return false
        } catch {
            return error.code == .deviceExpired
        }
    }

    @Test func `A day of polls does not drift`() async throws {
        let tenant = PatientTenant()
        #expect(try await Self.passDay(tenant))
        // One every five seconds, and none at the end, when the code is over.
        #expect(tenant.polls == 86_400 / 5 - 1)
        #expect(tenant.waited == .seconds(86_400))
    }

    @Test func `A day of polls does not grow`() async {
        // In a process of its own, since the memory of this one is that of all tests.
        await #expect(processExitsWith: .success) {
            let tenant = PatientTenant()
            guard try await Self.passDay(tenant), let first = tenant.sizes.first, let last = tenant.sizes.last,
                tenant.sizes.count == 4
            else { exit(2) }
            // 13,279 polls later: less than 4 MB, which is 300 bytes a poll.
            exit((last - first) * sysconf(Int32(_SC_PAGESIZE)) < 4 << 20 ? 0 : 1)
        }
    }
}
