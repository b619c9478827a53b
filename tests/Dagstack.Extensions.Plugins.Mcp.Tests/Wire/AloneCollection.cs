namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>Tests that look at the memory of the process: they run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
