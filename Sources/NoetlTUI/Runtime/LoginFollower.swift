import NoetlCore

/// Reads the news of a login and posts it, and does nothing else.
struct LoginFollower: Sendable {
    let flow: LoginFlow
    let inbox: Inbox<AppEvent>

    /// A task that runs the login once `earlier` is over; it ends when the login holds nothing any more.
    func follow(_ request: LoginRequest, attempt: Int, after earlier: Task<Void, Never>?) -> Task<Void, Never> {
        Task {
            await earlier?.value
            // A login that was cancelled while it waited for its turn never starts.
            if !Task.isCancelled { await read(request, attempt: attempt) }
        }
    }

    private func read(_ request: LoginRequest, attempt: Int) async {
        let events = flow.events(for: request)
        let work = events.work
        await post(events, attempt: attempt)
        await work.ended()
    }

    private func post(_ events: LoginEvents, attempt: Int) async {
        do throws(NoetlError) {
            for try await event in events { inbox.post(.login(event, attempt: attempt)) }
        } catch {
            inbox.post(.loginFailed(error, attempt: attempt))
        }
    }
}
