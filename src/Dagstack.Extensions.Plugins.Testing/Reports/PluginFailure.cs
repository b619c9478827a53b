namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Something in a plugin that breaks the contract.</summary>
/// <remarks>See §7 of the plugin contract.</remarks>
public sealed record PluginFailure
{
    /// <summary>Gets the check that found it.</summary>
    public required PluginCheck Check { get; init; }

    /// <summary>Gets the name of the error, one of <see cref="PluginInvariants"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Gets where it is.</summary>
    public required PluginLocation Location { get; init; }

    /// <summary>Gets what is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>Gets what to do about it.</summary>
    public required string Remedy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Location}{Environment.NewLine}  {Message}{Environment.NewLine}  {Remedy}";
}
