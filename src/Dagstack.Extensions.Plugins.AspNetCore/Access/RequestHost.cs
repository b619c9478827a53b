using System.Net;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Access;

/// <summary>Which name a request has for the host. One that no user is known of is answered under names only that no other site can take.</summary>
internal static class RequestHost
{
    /// <summary>Where ASP.NET Core keeps the name that the request had before <c>X-Forwarded-Host</c>, which a page can send, took its place.</summary>
    private const string Original = "X-Original-Host";

    /// <summary>Finds a name of a request that another site could take; null if all are the application's own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="allowed">The application's <c>AllowedHosts</c>.</param>
    public static string? FindForeign(HttpRequest request, string? allowed) =>
        request.Headers[Original].Select(static name => new HostString(name ?? string.Empty)).Prepend(request.Host)
            .Select(static name => name.Host).FirstOrDefault(name => !IsOwn(name, allowed));

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
