namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>What the files that are made of a kind are called.</summary>
public sealed class HookspecEmitOptions
{
    /// <summary>Gets or sets the namespace of C#.</summary>
    /// <value>Null by default: <c>Kinds</c>.</value>
    public string? Namespace { get; set; }
}
