namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>A plugin that breaks a rule of life, and what becomes of it.</summary>
/// <param name="Name">The plugin's name, and the case's.</param>
/// <param name="Make">Makes the plugin from the host's services and a task that completes when the test is over, for those that hang.</param>
internal sealed record ChaosPlugin(string Name, Func<IServiceProvider, Task, object?> Make)
{
    /// <summary>Gets the state after the start.</summary>
    public PluginState Started { get; init; } = PluginState.Ready;

    /// <summary>Gets the code after the start.</summary>
    public string? Code { get; init; }

    /// <summary>Gets what the reason after the start contains.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>Gets the state after the stop; null if it stays as it is.</summary>
    public PluginState? Stopped { get; init; } = PluginState.Stopped;

    /// <summary>Gets what the error of its teardown contains; null if there is none.</summary>
    public string? TeardownError { get; init; }

    public IReadOnlyList<PluginDependency> DependsOn { get; init; } = [];

    /// <summary>Gets the names of other cases that it cannot do without.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>Gets a value indicating whether it comes to its state by its health, after the start.</summary>
    public bool IsSick { get; init; }

    /// <summary>Gets a value indicating whether a call is made before the stop.</summary>
    public bool IsCalled { get; init; }

    public static ChaosPlugin Failing(string name, string code, string reason, Func<IServiceProvider, Task, object?> make) =>
        new(name, make) { Started = PluginState.Unavailable, Code = code, Reason = reason, Stopped = null };
}
