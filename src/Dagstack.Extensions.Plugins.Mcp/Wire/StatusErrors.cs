using System.Net;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What a status over HTTP means for a request.</summary>
internal static class StatusErrors
{
    public static WireException Of(HttpRequestException exception)
    {
        var status = (int)exception.StatusCode!.Value;
        var known = exception as StatusException;
        var said = known?.Said is { Length: > 0 } text ? $" It says: {text}" : string.Empty;
        var (fault, message) = exception.StatusCode switch
        {
            // The SDK's own: who sees it had a session.
            HttpStatusCode.NotFound when known is null => (WireFault.Gone, "does not know the session any more, as after a restart. It is connected to anew"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (WireFault.Unavailable, "does not accept what the plugin authenticates itself by. See 'auth_header', 'auth_secret_env' and 'headers' of its manifest, and the variables that they name"),
            HttpStatusCode.TooManyRequests => (WireFault.Unavailable, $"takes no more requests for now{Wait(known)}. Call it less often, or let it take more"),
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => (WireFault.Unavailable, $"cannot be reached behind what answers for it, or takes no requests for now{Wait(known)}. Its log says why"),
            HttpStatusCode.RequestEntityTooLarge => (WireFault.TooLong, "does not take messages of that size. Pass less, or raise its limit"),
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone => (WireFault.Unavailable, "has nothing at that address that speaks MCP. Correct 'url' in the manifest of the plugin"),
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => (WireFault.Unavailable, "redirects, which is not followed: what the plugin authenticates itself by would go to another server. Write the address where the server is in 'url' of its manifest"),
            _ => (WireFault.RemoteError, "failed. Its log says why"),
        };
        return new(fault, $"The server {message} (HTTP status {status}).{said}", exception) { Status = status, RetryAfter = known?.RetryAfter, RemoteCode = fault == WireFault.RemoteError ? status : null };
    }

    /// <summary>Tells whether a server may be one that does not know how it was asked, and is to be asked in another way.</summary>
    public static bool IsAboutTheRequest(HttpRequestException exception) =>
        exception.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable or HttpStatusCode.UnprocessableEntity or HttpStatusCode.InternalServerError or HttpStatusCode.NotImplemented;

    private static string Wait(StatusException? known) =>
        known?.RetryAfter is { } wait ? $", and asks to wait for {wait.TotalSeconds.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)} s" : string.Empty;
}
