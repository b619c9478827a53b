namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A plugin among those that it depends on and that depend on it.</summary>
/// <param name="Id">Its identity, whole: two may begin alike.</param>
/// <param name="State">Its state, or <c>missing</c>.</param>
/// <param name="DependsOn">The identities of those that it depends on, whole.</param>
/// <param name="IsHere">Whether it is the one that the others are neighbours of.</param>
internal sealed record PluginNode(string Id, string State, IReadOnlyList<string> DependsOn, bool IsHere = false);
