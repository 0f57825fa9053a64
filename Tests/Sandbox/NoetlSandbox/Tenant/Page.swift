/// The pages that the tenant shows to a browser: self-contained, light or dark as the browser prefers.
enum Page {
    /// What the bare address of the tenant shows.
    static func welcome(_ tenant: Tenant) -> String {
        let users = tenant.settings.users.map { "<li>\(escape($0.email))</li>" }.joined()
        return document("Sandbox tenant", "<p>A tenant for tests. These can sign in:</p><ul>\(users)</ul>")
    }

    /// The login form.
    static func login(action: String, client: String, email: String, problem: String?) -> String {
        let known = SandboxUser.defaults[0]
        return document(
            "Sign in",
            """
            <p>to continue to <b>\(escape(client))</b></p>\(notice(problem))
            <p>Try <b>\(escape(known.email))</b> with the password <b>\(escape(known.password))</b>.</p>
            <form method="post" action="\(escape(action))">
            \(credentials(email: email))
            <button name="action" value="login">Continue</button>
            <button name="action" value="deny" class="quiet" formnovalidate>Cancel</button>
            </form>
            """)
    }

    /// The form for a device's code.
    static func activate(userCode: String, email: String, signedInAs: String?, problem: String?) -> String {
        let person = signedInAs.map { "<p>Signed in as <b>\(escape($0))</b></p>" } ?? credentials(email: email)
        return document(
            "Connect a device",
            """
            <p>Approve only if your device shows this very code.</p>\(notice(problem))
            <form method="post" action="/activate">
            <label>Code<input name="user_code" value="\(escape(userCode))" required autocomplete="off"
            autocapitalize="characters" spellcheck="false"></label>
            \(person)
            <button name="action" value="approve">Approve</button>
            <button name="action" value="deny" class="quiet">Deny</button>
            </form>
            """)
    }

    /// After an approval.
    static let deviceApproved = document(
        "Congratulations, you're all set!", "<p>Your device is now connected. You can close this page.</p>")

    /// After a denial.
    static let deviceDenied = document("Device denied", "<p>The device was not connected. You can close this page.</p>")

    /// An error that must not be sent to the callback.
    static func problem(error: String, description: String) -> String {
        document(
            "Oops!, something went wrong",
            """
            <p class="problem">\(escape(description))</p>
            <p><code>\(escape(error)): \(escape(description))</code></p>
            """
        )
    }

    private static func credentials(email: String) -> String {
        """
        <label>Email<input type="email" name="username" value="\(escape(email))" required
        autocomplete="username"\(email.isEmpty ? " autofocus" : "")></label>
        <label>Password<input type="password" name="password" required
        autocomplete="current-password"\(email.isEmpty ? "" : " autofocus")></label>
        """
    }

    private static func notice(_ problem: String?) -> String {
        problem.map { "<p class=\"problem\" role=\"alert\">\(escape($0))</p>" } ?? ""
    }

    private static func document(_ title: String, _ body: String) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>\(escape(title))</title><style>\(style)</style></head>
        <body><main><h1>\(escape(title))</h1>
        \(body)
        </main><footer>noetl sandbox: a tenant for tests</footer></body></html>

        """
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1c2430;--paper:#f2f4f7;--card:#fff;--line:#c9d0da;--main:#2f5fd0}
        @media(prefers-color-scheme:dark){
        :root{--ink:#e6eaf0;--paper:#12161c;--card:#1c222b;--line:#3a4452;--main:#7da2ff}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;
        gap:1rem;padding:1rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
        main{width:100%;max-width:24rem;padding:2rem;background:var(--card);border:1px solid var(--line);
        border-radius:12px}
        h1{margin:0 0 .5rem;font-size:1.4rem}
        label{display:block;margin:1rem 0 0;font-size:.9rem}
        input{display:block;width:100%;margin-top:.25rem;padding:.6rem .7rem;font:inherit;color:inherit;
        background:var(--paper);border:1px solid var(--line);border-radius:8px}
        button{width:100%;margin-top:1rem;padding:.7rem;font:inherit;font-weight:600;color:var(--card);
        background:var(--main);border:1px solid var(--main);border-radius:8px;cursor:pointer}
        button.quiet{color:var(--ink);background:none;border-color:var(--line)}
        :focus-visible{outline:3px solid var(--main);outline-offset:2px}
        .problem{padding:.6rem .7rem;border-left:4px solid #d33;background:var(--paper)}
        code{overflow-wrap:anywhere}
        footer{font-size:.8rem;opacity:.7}
        """

    /// Text as it may stand in HTML content and in quoted attributes.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
