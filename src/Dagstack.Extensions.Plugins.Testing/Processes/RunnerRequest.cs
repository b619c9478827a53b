namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>What a fresh process is asked to do.</summary>
internal sealed class RunnerRequest
{
    public required string Folder { get; init; }

    public required IReadOnlyList<string> OtherPlugins { get; init; }

    public required string Kind { get; init; }

    public required string Plugin { get; init; }

    /// <summary>Gets the files of the assemblies that the contract is made of.</summary>
    public required IReadOnlyList<string> Contracts { get; init; }

    public required Dictionary<string, string?> Configuration { get; init; }

    public required ulong Seed { get; init; }

    public required IReadOnlyList<RunnerCall> Calls { get; init; }

    /// <summary>Gets how often the plugin is set up and torn down to be measured, after all inputs have been called once.</summary>
    public int Cycles { get; init; }
}
