namespace Dagstack.Tool.Tests.Units;

/// <summary>How a <see cref="UnitsHost"/> is.</summary>
internal sealed class PluginEndpointsSettings
{
    public bool HasUnits { get; set; } = true;

    public bool AllowActions { get; set; } = true;
}
