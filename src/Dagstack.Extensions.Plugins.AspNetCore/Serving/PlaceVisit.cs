using Dagstack.Extensions.Plugins.AspNetCore.Access;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>What is known of a request that may see the plugins.</summary>
/// <param name="Root">Where the plugins are served, with the application's own base path.</param>
/// <param name="Visibility">By what it may.</param>
internal sealed record PlaceVisit(string Root, Visibility Visibility);
