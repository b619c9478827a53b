namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>How far below the place where plugins are served an endpoint is.</summary>
/// <param name="Segments">The segments of its path after that of the place.</param>
internal sealed record PlaceMetadata(int Segments);
