import Testing

@testable import NoetlCore

/// What counts as a typing error.
@Suite struct NearMissTests {
    private static let names = ["prod", "staging", "gke-dev", "gke-test", "雪", "qa"]

    @Test(
        "the closest name is found, and none where nothing is close",
        arguments: [
            ("prdo", "prod"), ("pro", "prod"), ("prodd", "prod"), ("PROD", "prod"), ("stagin", "staging"),
            ("sgating", "staging"), ("gke-tset", "gke-test"), ("gke-deb", "gke-dev"), ("aq", "qa"), ("q", "qa"),
            ("nope", nil), ("x", nil), ("", nil), ("production", nil), ("雨", nil), ("gke", nil),
        ] as [(String, String?)])
    func closest(_ typed: String, _ meant: String?) {
        #expect(NearMiss.closest(to: typed, among: Self.names) == meant)
    }

    @Test("the first of equals wins, and the closer one of two")
    func order() {
        #expect(NearMiss.closest(to: "dev-x", among: ["dev-1", "dev-2"]) == "dev-1")
        #expect(NearMiss.closest(to: "gateway-one", among: ["gateway-xne1", "gateway-on"]) == "gateway-on")
    }

    @Test("long names are compared to their ends")
    func long() {
        let start = String(repeating: "a", count: 240)
        let names = (100..<120).map { "\(start)\($0)" }
        #expect(NearMiss.closest(to: "\(start)1133", among: names) == "\(start)113")
        #expect(NearMiss.closest(to: String(repeating: "b", count: 243), among: names) == nil)
    }
}
