namespace Dagstack.Extensions.Plugins;

/// <summary>Allows a plugin's code something that the plugin contract forbids, and says why.</summary>
/// <remarks>The contract suite and the analyzers leave out what is allowed; an attribute without a justification is a failure itself. See §7 of the plugin contract.</remarks>
/// <param name="code">The name of the error, such as <c>AmbientStateViolation</c>.</param>
/// <param name="justification">Why it does no harm here, in words.</param>
[AttributeUsage(
    AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Field,
    AllowMultiple = true,
    Inherited = false)]
public sealed class AllowPluginViolationAttribute(string code, string justification) : Attribute
{
    /// <summary>Gets the name of the error.</summary>
    public string Code { get; } = code;

    /// <summary>Gets why it does no harm here.</summary>
    public string Justification { get; } = justification;
}
