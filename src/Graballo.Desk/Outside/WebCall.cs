namespace Graballo.Desk.Outside;

/// <summary>What goes to an external system.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">As the flow says; the caller refuses what it must not reach.</param>
/// <param name="Body">JSON; null for a GET.</param>
/// <param name="Credential">Name of a credential of the settings; null for none.</param>
public sealed record WebRequest(string Method, string Url, string? Body, string? Credential);

/// <param name="Request">What to send.</param>
/// <param name="Key">Sent as <c>Idempotency-Key</c>: the far side can drop a repeat by it.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Timeout">For the whole exchange.</param>
public sealed record WebCall(WebRequest Request, string Key, int Attempt, TimeSpan Timeout);

/// <param name="Status">HTTP status, of whatever kind.</param>
/// <param name="Body">What was answered, as text.</param>
public sealed record WebAnswer(int Status, string Body);

/// <summary>Where calls to external systems leave the house.</summary>
public interface IWebCaller
{
    /// <exception cref="WebCallException">There is no answer.</exception>
    Task<WebAnswer> Call(WebCall call, CancellationToken ct);
}

/// <summary>There is no answer, and why.</summary>
/// <param name="message">For the person who looks at the incident.</param>
/// <param name="forGood">True when trying again cannot help, because nothing was or will be sent.</param>
public sealed class WebCallException(string message, bool forGood = false) : Exception(message)
{
    public bool ForGood => forGood;
}
