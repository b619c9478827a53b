using System.Net;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A status over HTTP that is not one of success, with all that may be told of it: of the SDK's own, the message has whatever the server wrote.</summary>
/// <param name="status">The status.</param>
/// <param name="said">What the server wrote, fit to be shown; null if it wrote nothing.</param>
/// <param name="retryAfter">How long the server asks to wait.</param>
internal sealed class StatusException(HttpStatusCode status, string? said, TimeSpan? retryAfter)
    : HttpRequestException($"HTTP status {(int)status}{(said is null ? string.Empty : $": {said}")}", inner: null, status)
{
    /// <summary>Gets what the server wrote, fit to be shown; null if it wrote nothing.</summary>
    public string? Said => said;

    /// <summary>Gets how long the server asks to wait; null if it does not.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
