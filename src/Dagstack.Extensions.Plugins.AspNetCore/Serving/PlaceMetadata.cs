using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>How far below the place where plugins are served an endpoint is.</summary>
/// <param name="Segments">The segments of its path after that of the place; null for whatever the route value <see cref="Rest"/> has.</param>
internal sealed record PlaceMetadata(int? Segments)
{
    public const string Rest = "rest";

    /// <summary>Counts them in a request. Between two slashes is one too, with nothing in it; those at the end do not count.</summary>
    public int SegmentsOf(HttpContext http) =>
        Segments ?? ((http.GetRouteValue(Rest) as string)?.TrimEnd('/') is { Length: > 0 } rest ? rest.Split('/').Length : 0);
}
