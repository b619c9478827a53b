using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Which form of an answer a request asks for.</summary>
internal static class Prefers
{
    /// <summary>Tells whether a request names HTML, and no JSON that it likes as much: what programs send, or nothing, is JSON.</summary>
    public static bool Html(HttpRequest request)
    {
        var html = 0.0;
        var json = 0.0;
        foreach (var accepted in request.GetTypedHeaders().Accept)
        {
            var quality = accepted.Quality ?? 1;
            if (accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
            {
                html = Math.Max(html, quality);
            }
            else if (accepted.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || accepted.MediaType.Equals("application/problem+json", StringComparison.OrdinalIgnoreCase))
            {
                json = Math.Max(json, quality);
            }
        }

        return html > json;
    }
}
