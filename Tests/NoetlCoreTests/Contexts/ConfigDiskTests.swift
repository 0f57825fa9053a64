import Foundation
import NoetlTestSupport
import Testing

@testable import NoetlCore

/// Reading beside a program that empties the file before it writes it.
@Suite struct ConfigDiskTests {
    @Test func `An emptied file is waited for until it is written`() throws {
        let home = try TemporaryHome()
        let path = try home.write("", to: "config.yaml")
        var waits = 0
        let data = try ConfigDisk(location: ConfigLocation(following: path)).read {
            waits += 1
            if waits == 3 { #expect(throws: Never.self) { try home.write("contexts: {}\n", to: "config.yaml") } }
        }
        #expect(data == Data("contexts: {}\n".utf8))
        #expect(waits == 3)
    }

    @Test func `One that stays empty is empty, and one that is missing is not waited for`() throws {
        let home = try TemporaryHome()
        let path = try home.write("", to: "config.yaml")
        var waits = 0
        #expect(try ConfigDisk(location: ConfigLocation(following: path)).read { waits += 1 }.isEmpty)
        #expect(waits == 5)
        let missing = try ConfigLocation(following: home.path(of: "missing.yaml"))
        #expect(try ConfigDisk(location: missing).read { waits += 1 }.isEmpty)
        #expect(waits == 5)
    }
}
