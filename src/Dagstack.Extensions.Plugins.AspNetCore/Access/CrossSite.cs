using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Access;

/// <summary>Tells requests that a page of another site makes a browser send, with the cookies of this one.</summary>
internal static class CrossSite
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Says why a request is refused; null if it is of this site, or of no browser: those send one of the two headers with whatever acts.</summary>
    public static string? WhyRefused(HttpRequest request)
    {
        var site = request.Headers[FetchSite];
        if (site.Count > 0)
        {
            // The browser knows the address that it asked, whatever a proxy made of the host since.
            return site.Count == 1 && site[0] is "same-origin" or "none" ? null : $"A page of another site made the request ({FetchSite} is '{Excerpt.Of(site.ToString())}'). Send it from the page of the plugins, or from a program that is no browser.";
        }

        var origin = request.Headers.Origin;
        return origin.Count == 0 || (origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var page) && IsHost(page, request))
            ? null
            : $"A page of another site made the request: Origin is '{Excerpt.Of(origin.ToString())}', and the request is for '{Excerpt.Of(request.Host.Value ?? string.Empty)}'. If that is this site's name before a proxy, have the application take it by UseForwardedHeaders.";
    }

    /// <summary>Tells whether a request that only reads is answered: a page of another site may lead here, and not fetch what is here, whatever the application's CORS policy says.</summary>
    public static bool MayRead(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        || (request.Headers[FetchSite].Count == 1 && request.Headers["Sec-Fetch-Mode"] == "navigate")
        || WhyRefused(request) is null;

    private static bool IsHost(Uri page, HttpRequest request) =>
        (page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps)
        && page.Host.Trim('[', ']').Equals(request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && page.Port == (request.Host.Port ?? DefaultPort(page, request));

    /// <summary>A host without a port has that of its scheme, which a proxy may have changed on the way.</summary>
    private static int DefaultPort(Uri page, HttpRequest request) => page.IsDefaultPort ? page.Port : request.IsHttps ? 443 : 80;
}
