namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Where the methods go that call a kind's hooks on all its plugins.</summary>
/// <param name="Namespace">The contract's namespace; empty for the global one.</param>
/// <param name="ClassName">The name of the class.</param>
/// <param name="IsPublic">Whether other assemblies see the contract.</param>
internal sealed record DispatchModel(string Namespace, string ClassName, bool IsPublic);
