using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>Gives a kind or a hook a key of its own in its hook specification: one that begins with <c>x-</c>.</summary>
/// <remarks>On the contract's interface it is a key of the kind, on a member one of the hook. It is read by reflection, and changes nothing for host and plugins. See docs/writing-a-contract.md.</remarks>
/// <param name="name">The key, which begins with <c>x-</c>.</param>
/// <param name="json">The value as JSON.</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class HookspecExtensionAttribute(string name, [StringSyntax(StringSyntaxAttribute.Json)] string json) : Attribute
{
    /// <summary>Gets the key, which begins with <c>x-</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the value as JSON.</summary>
    public string Json { get; } = json;
}
