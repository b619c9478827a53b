using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>How far below the place where plugins are served an endpoint is.</summary>
/// <param name="Segments">The segments of its path after that of the place; null for whatever the route value <see cref="Rest"/> has.</param>
internal sealed record PlaceMetadata(int? Segments)
{
    public const string Rest = "rest";

    public int SegmentsOf(HttpContext http) =>
        Segments ?? (http.GetRouteValue(Rest) as string)?.Split('/', StringSplitOptions.RemoveEmptyEntries).Length ?? 0;
}
