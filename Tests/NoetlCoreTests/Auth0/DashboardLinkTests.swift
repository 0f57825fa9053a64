import NoetlCore
import Testing

/// The link to the application's settings: derived where the domain names the tenant, and never invented.
@Suite struct DashboardLinkTests {
    @Test(arguments: [
        ("acme.us.auth0.com", "us/acme"), ("acme.eu.auth0.com", "eu/acme"), ("acme.au.auth0.com", "au/acme"),
        ("acme.jp.auth0.com", "jp/acme"), ("acme.uk.auth0.com", "uk/acme"), ("acme.us-3.auth0.com", "us-3/acme"),
        ("acme.us-10.auth0.com", "us-10/acme"), ("acme-dev.eu.auth0.com", "eu/acme-dev"),
        ("acme.auth0.com", "us/acme"), ("https://ACME.EU.auth0.com/", "eu/acme"),
    ])
    func `A domain of Auth0 gives a link`(domain: String, place: String) throws {
        let application = Auth0Application(domain: try Auth0Domain(domain), clientID: "Abc123XYZ")
        let link = "https://manage.auth0.com/dashboard/\(place)/applications/Abc123XYZ/settings"
        #expect(application.dashboard == link)
        #expect(application.settingsPlace == link)
    }

    @Test(arguments: [
        "login.acme.com", "acme.us.auth0.com.evil.example", "auth0.com", "a.b.us.auth0.com", "acme.us.notauth0.com",
        "acme.us.auth0.org", "localhost:4443", "http://localhost:4000", "127.0.0.1", "[::1]:4443",
    ])
    func `Any other domain gives the way in words`(domain: String) throws {
        let application = Auth0Application(domain: try Auth0Domain(domain), clientID: "Abc123XYZ")
        #expect(application.dashboard == nil)
        #expect(application.settingsPlace == "Auth0 dashboard > Applications > Abc123XYZ > Settings")
    }

    @Test func `A client ID with odd characters does not break out of the link`() throws {
        let application = Auth0Application(domain: try Auth0Domain("acme.us.auth0.com"), clientID: "a/../b?c#d e")
        #expect(
            application.dashboard
                == "https://manage.auth0.com/dashboard/us/acme/applications/a%2F..%2Fb%3Fc%23d%20e/settings")
    }

    @Test func `A client ID with control characters is cleaned in the words`() throws {
        let application = Auth0Application(domain: try Auth0Domain("login.acme.com"), clientID: "a\u{1B}[2Jb")
        #expect(application.settingsPlace == "Auth0 dashboard > Applications > a[2Jb > Settings")
    }
}
