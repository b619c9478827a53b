using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore;

/// <summary>Which hosts requests may be for, and pages that make them may be of: a browser that was led to this machine under another name is refused.</summary>
/// <param name="allowed">Hosts besides this machine: names, <c>*.name</c>, or <c>*</c>, which is every host of a request and of no page.</param>
internal sealed class RequestHosts(IReadOnlyList<string> allowed)
{
    private const string Any = "*";

    /// <exception cref="ArgumentException">One of the hosts is none.</exception>
    public static RequestHosts Create(IEnumerable<string> allowed, IServiceProvider services)
    {
        if (allowed.FirstOrDefault(static host => !IsHost(host)) is { } wrong)
        {
            throw new ArgumentException($"'{Excerpt.Of(wrong)}' in AllowedHosts of MapDagstackMcp is no host, and no request would be for it. Write a name or an address without scheme, port and blanks: 'tools.example.org', '*.example.org' for all below it, or '*'.", nameof(allowed));
        }

        // The templates of applications say "*" there, which is no decision about this server.
        var configured = services.GetService<IConfiguration>()?["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return new([.. allowed, .. configured.Where(static host => host != Any)]);
    }

    public RequestDelegate Guard(RequestDelegate next) => context => Refusal(context.Request) is { } refusal ? RefuseAsync(context, refusal) : next(context);

    /// <summary>Says why a request is refused; null if it is not.</summary>
    public string? Refusal(HttpRequest request)
    {
        if (!IsAllowed(request.Host.Host))
        {
            return "The request is for a host that this server is not known by. Name it in AllowedHosts of MapDagstackMcp.";
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && (page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps) && IsNamed(page.Host))
            ? null
            : "The request is made by a page of another host. Name that host in AllowedHosts of MapDagstackMcp, if its pages may call plugins; '*' does not name it.";
    }

    /// <summary>Tells whether a host can be that of a request.</summary>
    private static bool IsHost(string? host) => host == Any
        || (host is not null && Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Unknown && (host[0] == '[' || !host.Contains(':', StringComparison.Ordinal)));

    private static Task RefuseAsync(HttpContext context, string refusal)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(refusal, context.RequestAborted);
    }

    private bool IsAllowed(string host) => allowed.Contains(Any) || IsNamed(host);

    private bool IsNamed(string host) => IsLoopback(host) || allowed.Any(pattern => Matches(pattern, host));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool Matches(string pattern, string host) => host.Equals(pattern, StringComparison.OrdinalIgnoreCase)
        || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase));
}
