// swift-tools-version: 6.2
import PackageDescription

// Versions are pinned exactly, so that a clone builds what was tested; no Package.resolved is kept.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let nioConcurrency = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "noetl",
    products: [
        .executable(name: "noetl", targets: ["noetl"]),
        .library(name: "NoetlCore", targets: ["NoetlCore"]),
        .executable(name: "noetl-sandbox", targets: ["noetl-sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // The only C: no `pkgConfig`, which would draw "prohibited flag(s)" warnings.
        .systemLibrary(name: "CNcurses", path: "Sources/CNcurses"),
        .target(
            name: "NoetlCore",
            dependencies: [
                asyncHTTPClient, crypto, nioConcurrency, nioCore, nioHTTP1, nioPosix, nioSSL, subprocess, x509, yams,
            ],
            swiftSettings: strict),
        .target(name: "NoetlTUI", dependencies: ["CNcurses", "NoetlCore", nioConcurrency], swiftSettings: strict),
        .executableTarget(
            name: "noetl", dependencies: ["CNcurses", "NoetlCore", "NoetlTUI", argumentParser, nioConcurrency],
            swiftSettings: strict),

        // Test side only; never linked into `noetl`.
        .target(
            name: "NoetlSandbox",
            dependencies: [
                asn1, asyncHTTPClient, crypto, cryptoExtras, nioConcurrency, nioCore, nioHTTP1, nioPosix, nioSSL, x509,
            ],
            path: "Tests/Sandbox/NoetlSandbox", swiftSettings: strict),
        .executableTarget(
            name: "noetl-sandbox", dependencies: ["NoetlSandbox", argumentParser, nioCore, nioPosix],
            path: "Tests/Sandbox/noetl-sandbox", swiftSettings: strict),
        .target(
            name: "NoetlTestSupport",
            dependencies: ["NoetlCore", "NoetlSandbox", asyncHTTPClient, nioCore, nioPosix, subprocess],
            path: "Tests/Support", swiftSettings: strict),
        .testTarget(
            name: "NoetlCoreTests",
            dependencies: [
                "NoetlCore", "NoetlSandbox", "NoetlTestSupport", nioConcurrency, nioCore, nioEmbedded, nioHTTP1,
                nioPosix, subprocess,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NoetlTUITests", dependencies: ["NoetlTUI", "NoetlTestSupport"], exclude: ["Goldens"],
            swiftSettings: strict),
        .testTarget(
            name: "NoetlCommandTests", dependencies: ["noetl", "NoetlCore", "NoetlTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["NoetlCore", "NoetlSandbox", "NoetlTestSupport", subprocess],
            exclude: ["Goldens", "Hostile", "Interop", "RealProvider"], swiftSettings: strict),
    ]
)
