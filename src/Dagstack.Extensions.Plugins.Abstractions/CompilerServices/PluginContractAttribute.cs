using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>Points at a generated <see cref="PluginContract"/> of an assembly, so that hosts find it without looking at types.</summary>
/// <param name="contractType">The generated class.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PluginContractAttribute(
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type contractType) : Attribute
{
    /// <summary>Gets the generated class.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type ContractType { get; } = contractType;
}
