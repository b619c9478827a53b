namespace Dagstack.Extensions.Plugins;

/// <summary>Which plugin is the active one of a kind, and by what.</summary>
/// <remarks>See §5 of the plugin contract.</remarks>
public sealed class ActivePlugin
{
    /// <summary>Gets the kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the active plugin. It need not serve: calls then fail with its state.</summary>
    /// <value>Null if there is none: nobody of the kind can start, several have the highest priority, or the one that was chosen is not there.</value>
    public PluginId? Plugin { get; init; }

    /// <summary>Gets by what it was chosen.</summary>
    public required ActivePluginChoice ChosenBy { get; init; }

    /// <summary>Gets the variable or the configuration key that chose it.</summary>
    /// <value>Null if neither did.</value>
    public string? Setting { get; init; }

    /// <summary>
    /// Gets a value indicating whether something chooses for each call: a routing policy of the host, or of the kind <c>tool</c> the function that is called. <see cref="Plugin"/> is called
    /// where that leaves the choice.
    /// </summary>
    public bool IsRouted { get; init; }

    /// <summary>Returns the kind, the plugin and what chose it.</summary>
    public override string ToString() => $"{Kind}: {Plugin?.ToString() ?? "none"} ({(IsRouted ? "routed, else " : string.Empty)}{ChosenBy}{(Setting is null ? string.Empty : " " + Setting)})";
}
