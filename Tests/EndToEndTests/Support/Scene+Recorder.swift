import NoetlTestSupport

extension Scene {
    /// A `BROWSER` that writes its arguments and environment to `browser-argv` and `browser-env` in the home folder
    /// before it signs in.
    func recorder() -> String {
        do {
            return try home.write(
                """
                #!/bin/sh
                printf '%s\\n' "$@" > "\(home.path)/browser-argv"
                env > "\(home.path)/browser-env"
                exec "\(BuiltBinary.sandbox.path)" browse "$@"

                """, to: "recording-browser", mode: 0o700)
        } catch {
            // A browser that cannot be started fails the test that needs it.
            return "/nonexistent/recorder"
        }
    }
}
