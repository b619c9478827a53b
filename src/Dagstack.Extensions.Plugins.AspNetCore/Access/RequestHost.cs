using System.Net;

namespace Dagstack.Extensions.Plugins.AspNetCore.Access;

/// <summary>Which name a request has for the host. One that nobody has to be authorised for is answered under names only that no other site can take.</summary>
internal static class RequestHost
{
    /// <summary>Tells whether a name is an address, this machine, or one that the application is configured for.</summary>
    /// <param name="host">The host of the request.</param>
    /// <param name="allowed">The application's <c>AllowedHosts</c>.</param>
    public static bool IsOwn(string host, string? allowed) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (allowed ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(pattern => Matches(pattern, host));

    private static bool Matches(string pattern, string host) => pattern.Equals(host, StringComparison.OrdinalIgnoreCase)
        || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase));
}
