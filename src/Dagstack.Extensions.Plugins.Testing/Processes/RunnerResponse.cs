namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>What a fresh process answers.</summary>
internal sealed class RunnerResponse
{
    /// <summary>Gets why it could not do what it was asked; null if it could.</summary>
    public string? Error { get; init; }

    /// <summary>Gets why the plugin does not start there; null if it does.</summary>
    public string? NotStarted { get; init; }

    /// <summary>Gets the outcome of each call, as JSON.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>Gets what was left behind.</summary>
    public IReadOnlyList<Leak> Leaks { get; init; } = [];
}
