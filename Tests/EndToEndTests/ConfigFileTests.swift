import Foundation
import Glibc
import NoetlCore
import NoetlTestSupport
import Subprocess
import Testing

/// The one config file under what programs, people and disks do to it.
@Suite("Config file", .timeLimit(.minutes(5)))
struct ConfigFileTests {
    @Test("8 programs with 50 changes each lose nothing, and every reader sees a whole file")
    func manyWriters() async throws {
        let home = try TemporaryHome()
        let environment = ["HOME": home.path, "PATH": "/usr/bin:/bin"]
        let expected = try await withThrowingTaskGroup(of: [String: String].self) { group in
            for writer in 0..<8 {
                group.addTask { try await Self.change(50, as: writer, home, environment) }
            }
            return try await group.reduce(into: [:]) { all, one in all.merge(one) { $1 } }
        }
        let contexts = try ContextStore(file: URL(filePath: home.configPath)).load()
        let found = Dictionary(uniqueKeysWithValues: contexts.all.map { ($0.name, $0.serverURL ?? "") })
        #expect(found == expected)
        #expect(try home.mode(of: ".noetl/config.yaml") == 0o600)
    }

    /// Makes changes to contexts of its own, each by a run of the program; returns what must be there in the end.
    private static func change(
        _ count: Int, as writer: Int, _ home: TemporaryHome, _ environment: [String: String]
    ) async throws -> [String: String] {
        var own: [String: String] = [:]
        var random = SystemRandomNumberGenerator()
        for step in 0..<count {
            let name = own.keys.randomElement(using: &random)
            let new = "w\(writer): \(step)", address = "https://\(writer)-\(step).acme.com"
            let arguments: [String]
            switch (Int.random(in: 0..<5, using: &random), name) {
            case (0, let name?):
                arguments = ["delete", name]
                own[name] = nil
            case (1, let name?):
                arguments = ["rename", name, new]
                own[new] = own.removeValue(forKey: name)
            case (2, let name?):
                arguments = ["update", name, "--server-url", address, "--auth0-audience", "a: b # \(step)"]
                own[name] = address
            case (3, let name?): arguments = ["use", name]
            default:
                arguments = ["add", new, "--server-url", address]
                own[new] = address
            }
            let outcome = try await BuiltBinary.noetl.run(["context"] + arguments, environment: environment)
            #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
            _ = try ContextStore(file: URL(filePath: home.configPath)).load()
        }
        return own
    }

    @Test("a lock that another program holds is waited for, then named")
    func held() async throws {
        let home = try TemporaryHome()
        let text = "contexts:\n  prod:\n    server_url: https://gateway.acme.com\n"
        try home.write(text, to: ".noetl/config.yaml")
        try home.write("4711\n", to: ".noetl/config.yaml.lock")
        let holder = open(home.path(of: ".noetl/config.yaml.lock"), O_RDWR | O_CLOEXEC)
        defer { close(holder) }
        #expect(flock(holder, LOCK_EX) == 0)
        let outcome = try await BuiltBinary.noetl.run(["context", "use", "prod"], environment: ["HOME": home.path])
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("Process 4711 holds the lock"))
        #expect(try home.text(of: ".noetl/config.yaml") == text)
    }

    @Test("a program that is killed at any moment leaves the old file or the new one")
    func killed() async throws {
        let home = try TemporaryHome()
        let body = (0..<300).map { "  c\($0):\n    server_url: https://gateway-\($0).acme.com\n" }.joined()
        for name in ["c1", "c2"] {
            try home.write("current_context: \(name)\ncontexts:\n\(body)", to: name)
        }
        try home.write(try home.text(of: "c1"), to: ".noetl/config.yaml")
        // Each is killed three milliseconds later than the one before, until five got through.
        let script = """
            cd "$HOME"
            for n in $(seq 1 3 999); do
                target=c1
                cmp -s .noetl/config.yaml c1 && target=c2
                timeout -s KILL "$(printf 0.%03d "$n")" "$NOETL" context use "$target" >/dev/null 2>&1
                [ $? = 137 ] || through="x$through"
                cmp -s .noetl/config.yaml c1 || cmp -s .noetl/config.yaml c2 || exit 2
                [ "$through" != xxxxx ] || exit 0
            done
            exit 3
            """
        let result = try await Subprocess.run(
            .name("sh"), arguments: ["-c", script],
            environment: .inherit.updating(["HOME": home.path, "NOETL": BuiltBinary.noetl.path]), input: .none,
            output: .discarded, error: .discarded)
        #expect(result.terminationStatus == .exited(0))
        #expect(try home.mode(of: ".noetl/config.yaml") == 0o600)
    }

    @Test("a config that is a link to nowhere makes what it names")
    func danglingLink() async throws {
        let home = try TemporaryHome()
        try home.write("", to: ".noetl/other")
        try FileManager.default.createSymbolicLink(
            atPath: home.configPath, withDestinationPath: "../dotfiles/noetl.yaml")
        let outcome = try await BuiltBinary.noetl.run(
            ["context", "add", "prod", "--server-url", "https://gateway.acme.com"], environment: ["HOME": home.path])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try home.text(of: "dotfiles/noetl.yaml").contains("  prod:"))
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: home.configPath) == "../dotfiles/noetl.yaml")
    }

    /// What makes a program run as somebody who may not write everywhere.
    private static let ordinarily = geteuid() == 0 ? ["setpriv", "--reuid=65534", "--clear-groups"] : []

    private static func ordinary(_ arguments: String..., in home: TemporaryHome) async throws -> ProgramOutcome {
        let words = ordinarily + ["env", "HOME=\(home.path)", BuiltBinary.noetl.path] + arguments
        let result = try await Subprocess.run(
            .name(words[0]), arguments: Arguments(Array(words.dropFirst())), input: .none,
            output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        guard case .exited(let status) = result.terminationStatus else { throw CancellationError() }
        return ProgramOutcome(
            arguments: arguments, status: status, output: result.standardOutput, error: result.standardError)
    }

    /// Whether the program can be run so; it may lie where only root gets to.
    private static func mayBeOrdinary() async -> Bool {
        guard let home = try? TemporaryHome() else { return false }
        return (try? await ordinary("--version", in: home))?.status == 0
    }

    @Test(
        "a folder or a file that may not be written to is told, and stays; reading works",
        .enabled("needs another user who can reach the program", { await Self.mayBeOrdinary() }),
        arguments: [(0o500, 0o600), (0o700, 0o400)])
    func readOnly(_ folder: Int, _ file: Int) async throws {
        let home = try TemporaryHome()
        let text = "contexts:\n  prod:\n    server_url: https://gateway.acme.com\n"
        try home.write(text, to: ".noetl/config.yaml", mode: file)
        for (path, mode) in [(home.path, 0o700), (home.path(of: ".noetl"), folder), (home.configPath, file)] {
            if geteuid() == 0 { #expect(chown(path, 65_534, 65_534) == 0) }
            #expect(chmod(path, mode_t(mode)) == 0)
        }
        let use = try await Self.ordinary("context", "use", "prod", in: home)
        #expect(use.status == 1)
        #expect(use.error.hasPrefix("The config file \(home.configPath) was not changed.\n"), "\(use.error)")
        #expect(use.error.contains("Give yourself write access"))
        #expect(try await Self.ordinary("context", "list", in: home).output.contains("https://gateway.acme.com"))
        #expect(try home.text(of: ".noetl/config.yaml") == text)
        #expect(try home.mode(of: ".noetl/config.yaml") == file)
    }

    /// Runs a script in mounts of its own, with a small disk at `$HOME/disk`; nil where that is not allowed.
    private func onSmallDisk(_ script: String, in home: TemporaryHome) async throws -> String {
        let setup = """
            set -e
            mkdir "$HOME/disk"
            mount -t tmpfs -o size=64k,mode=0700 none "$HOME/disk"
            printf 'contexts:\\n  prod:\\n    server_url: https://gateway.acme.com\\n' > "$HOME/disk/config.yaml"
            export NOETL_CONFIG="$HOME/disk/config.yaml"
            set +e

            """
        let result = try await Subprocess.run(
            .name("unshare"), arguments: ["-m", "sh", "-c", setup + script],
            environment: .inherit.updating(["HOME": home.path, "NOETL": BuiltBinary.noetl.path]), input: .none,
            output: .string(limit: 1 << 20), error: .combinedWithOutput)
        return result.standardOutput.replacingOccurrences(of: home.path, with: "<HOME>")
    }

    /// Whether this process may mount something where nobody else sees it.
    private static func mayMount() async -> Bool {
        guard geteuid() == 0 else { return false }
        let result = try? await Subprocess.run(
            .name("unshare"), arguments: ["-m", "sh", "-c", "mount -t tmpfs none /mnt"], output: .discarded)
        return result?.terminationStatus == .exited(0)
    }

    @Test(
        "a full or read-only disk changes nothing and says so",
        .enabled("needs root and the right to mount", { await Self.mayMount() }),
        arguments: [
            ("full", "head -c 1000000 /dev/zero > \"$HOME/disk/filler\" 2>/dev/null"),
            ("read-only", "touch \"$HOME/disk/config.yaml.lock\"; mount -o remount,ro \"$HOME/disk\""),
        ])
    func disk(_ kind: String, _ prepare: String) async throws {
        let home = try TemporaryHome()
        let text = try await onSmallDisk(
            """
            \(prepare)
            before=$(cat "$NOETL_CONFIG")
            "$NOETL" context add new --server-url https://new.acme.com; echo "status $?"
            "$NOETL" context use prod; echo "status $?"
            "$NOETL" context list
            [ "$before" = "$(cat "$NOETL_CONFIG")" ] && echo unchanged
            ls -A "$HOME/disk"
            """, in: home)
        try Goldens().expect(text, is: "config-disk-\(kind)")
    }
}
