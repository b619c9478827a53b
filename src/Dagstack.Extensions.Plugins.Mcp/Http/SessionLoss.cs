using System.Net;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>How servers say that they do not know a session any more: by 404, as the protocol wants, or by 400 and a text, as many do.</summary>
internal static partial class SessionLoss
{
    /// <summary>The header by which a request names its session.</summary>
    public const string Header = "Mcp-Session-Id";

    /// <summary>Tells whether an answer may be the second of them.</summary>
    public static bool IsPossible(HttpRequestMessage request, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.BadRequest && request.Method != HttpMethod.Delete && request.Headers.Contains(Header);

    /// <summary>Tells whether a text says it, in the words of the SDKs of several languages.</summary>
    public static bool IsSaid(string text) => Said().IsMatch(text);

    [GeneratedRegex(@"(valid|unknown|expired|no such|terminated)\b.{0,20}\bsession\b|\bsession\b.{0,40}\b(invalid|not valid|unknown|expired|not found|not exist|terminated)\b|\bserver not initialized\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Said();
}
