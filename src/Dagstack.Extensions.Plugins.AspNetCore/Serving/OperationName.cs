using Microsoft.AspNetCore.Routing.Patterns;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>
/// Names of endpoints, of which an application may have each once only: they begin with this package's own word, and have the place, of which there may be several. Its parts are divided by what
/// is in no part.
/// </summary>
internal static class OperationName
{
    private const string Prefix = "dagstack";

    /// <summary>Makes a name.</summary>
    /// <param name="place">Where the plugins are served.</param>
    /// <param name="operation">What the endpoint does.</param>
    public static string Of(IEnumerable<RoutePatternPathSegment> place, string operation) =>
        string.Join('/', [Prefix, .. place.Select(static segment => string.Concat(segment.Parts.Select(TextOf))), operation]);

    private static string TextOf(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{string.Join(':', [parameter.Name, .. parameter.ParameterPolicies.Select(static policy => policy.Content)])}}}",
        _ => string.Empty,
    };
}
