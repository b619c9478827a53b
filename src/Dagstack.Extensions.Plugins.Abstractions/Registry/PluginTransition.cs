namespace Dagstack.Extensions.Plugins;

/// <summary>One change of a plugin's state.</summary>
/// <remarks>See §3 of the plugin contract.</remarks>
public sealed class PluginTransition
{
    /// <summary>Gets when it was, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the state before.</summary>
    /// <value>Null for the first state of all.</value>
    public PluginState? From { get; init; }

    /// <summary>Gets the state after it.</summary>
    public required PluginState To { get; init; }

    /// <summary>Gets the code of the error behind it, one of <see cref="PluginErrorCodes"/>.</summary>
    /// <value>Null if there is none.</value>
    public string? Code { get; init; }

    /// <summary>Gets what was wrong.</summary>
    /// <value>Null if nothing was.</value>
    public string? Reason { get; init; }

    /// <summary>Gets the generation that was there. See <see cref="PluginStatus.Generation"/>.</summary>
    /// <value>0 before the first.</value>
    public int Generation { get; init; }

    /// <summary>Returns the two states and the reason.</summary>
    public override string ToString() =>
        $"{(From is { } from ? PluginStates.NameOf(from) + " -> " : string.Empty)}{PluginStates.NameOf(To)}{(Reason is null ? string.Empty : ": " + Reason)}";
}
