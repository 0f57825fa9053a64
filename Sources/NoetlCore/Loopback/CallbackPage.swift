/// The page that the person's browser shows after the redirect: it claims only what is known at that moment.
enum CallbackPage: CaseIterable {
    /// The login has succeeded.
    case signedIn
    /// The code came, but the login failed after it.
    case failed
    /// The code came, and the login goes on.
    case finishing
    case refused
    case stranger
    case malformed

    /// The HTTP status of the page.
    var status: Int {
        switch self {
        case .signedIn, .failed, .finishing: 200
        case .refused, .stranger, .malformed: 400
        }
    }

    /// A sign, and the class that gives it its colour.
    private var mark: (sign: String, colour: String) {
        switch self {
        case .signedIn: ("&#10003;", "good")
        case .finishing: ("&#8230;", "calm")
        case .failed, .refused, .stranger, .malformed: ("&#10007;", "bad")
        }
    }

    private var title: String {
        switch self {
        case .signedIn: "You are signed in"
        case .failed: "The login failed"
        case .finishing: "Finishing in the terminal"
        case .refused: "Sign-in was refused"
        case .stranger: "This is not the login you started"
        case .malformed: "This answer is incomplete"
        }
    }

    private var advice: String {
        switch self {
        case .signedIn: "Return to your terminal. You can close this page."
        case .failed: "You signed in, but the login did not end well. Return to your terminal: it says why."
        case .finishing:
            "You signed in, and the terminal does the rest. Return to your terminal. You can close this page."
        case .refused: "The terminal says why. You can close this page."
        case .stranger: "The terminal is still waiting for its own answer. Use the link that it shows."
        case .malformed: "The terminal is still waiting. Go back to the sign-in page and try again."
        }
    }

    /// The whole page, self-contained, without a script and without anything of the request.
    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title) - noetl</title>
        <style>
        html { color-scheme: light dark; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center;
               font: 1.05rem/1.55 system-ui, sans-serif; background: #fafafa; color: #1c1c1e; }
        main { max-width: 32rem; padding: 2rem; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .6rem; }
        p { margin: 0; color: #55555a; }
        .mark { font-size: 2rem; line-height: 1; margin: 0 0 .8rem; }
        .good { color: #1a7f45; }
        .calm { color: #55555a; }
        .bad { color: #b3261e; }
        small { display: block; margin-top: 2rem; color: #77777c; }
        @media (prefers-color-scheme: dark) {
          body { background: #161618; color: #f2f2f4; }
          p { color: #b4b4ba; }
          .good { color: #5ecb8d; }
          .calm { color: #b4b4ba; }
          .bad { color: #ff8a80; }
          small { color: #8e8e94; }
        }
        </style>
        </head>
        <body>
        <main>
        <p class="mark \(mark.colour)" aria-hidden="true">\(mark.sign)</p>
        <h1>\(title)</h1>
        <p>\(advice)</p>
        <small>noetl auth login</small>
        </main>
        </body>
        </html>

        """
    }
}
