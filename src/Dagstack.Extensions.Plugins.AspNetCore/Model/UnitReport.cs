using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>All that is shown of a unit of work.</summary>
internal sealed record UnitReport
{
    public required UnitItem Unit { get; init; }

    /// <summary>Gets whether what it works on is shown: the option <see cref="PluginEndpointOptions.ShowUnitArguments"/>.</summary>
    public bool ArgumentsShown { get; init; }

    public JsonNode? Args { get; init; }

    public JsonNode? Output { get; init; }

    public JsonNode? Progress { get; init; }
}
