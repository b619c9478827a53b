namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A plugin among those that it depends on and that depend on it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="State">Its state, or <c>missing</c>.</param>
/// <param name="DependsOn">The identities of those that it depends on.</param>
internal sealed record PluginNode(string Id, string State, IReadOnlyList<string> DependsOn);
