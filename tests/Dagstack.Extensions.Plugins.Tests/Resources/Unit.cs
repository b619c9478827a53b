namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>What a plugin could save.</summary>
public sealed record Unit(string Name, int Done);
