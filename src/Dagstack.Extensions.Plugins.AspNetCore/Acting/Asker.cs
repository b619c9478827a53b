using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>Who asks for an action, as it is written down.</summary>
internal static class Asker
{
    /// <summary>The name that the application knows of whoever asks. Names are what somebody chose, and may be anything.</summary>
    public static string UserOf(HttpContext http)
    {
        var name = http.User.Identity is { IsAuthenticated: true } identity ? identity.Name ?? http.User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? http.User.FindFirst("sub")?.Value : null;
        return string.IsNullOrWhiteSpace(name) ? "somebody without a name" : Excerpt.Of(name);
    }

    public static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";
}
