namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>The tools and names by which a host and a plugin talk besides hooks.</summary>
/// <remarks>See §8.3 of the plugin contract.</remarks>
internal static class ReservedTools
{
    public const string Prefix = "dagstack.";
    public const string Setup = "dagstack.setup";
    public const string Teardown = "dagstack.teardown";
    public const string Health = "dagstack.health";

    /// <summary>Takes another section while the plugin runs. A worker of ours is not started anew for that.</summary>
    public const string Configure = "dagstack.configure";

    /// <summary>Runs a unit of work, of a plugin whose contract has more than one hook, or that wants another one than that. Its arguments are the unit's.</summary>
    public const string RunUnit = "dagstack.run_unit";

    /// <summary>Below <c>_meta</c> of a call what unit of work it is for, if it is for one.</summary>
    public const string UnitMeta = "dev.dagstack/unit";

    /// <summary>The notification by which a plugin saves a checkpoint, and below <c>_meta</c> what was saved before.</summary>
    public const string Checkpoint = "dagstack/checkpoint";
    public const string CheckpointMeta = "dev.dagstack/checkpoint";

    /// <summary>The notification by which a worker of ours reports progress, with its data and events, within calls and outside.</summary>
    public const string Progress = "dagstack/progress";

    /// <summary>Below <c>_meta</c> of a log message what a worker of ours says of it besides.</summary>
    public const string LogMeta = "dev.dagstack/log";

    /// <summary>Below <c>_meta</c> of the setup what a host says to a worker of its own.</summary>
    public const string WorkerMeta = "dev.dagstack/worker";

    /// <summary>Where in <c>_meta</c> of a tool its name with dots is, if the one that it is called by has none.</summary>
    public const string NameMeta = "dev.dagstack/name";

    /// <summary>In <c>_meta</c> of a call, true: its answer is read from <c>structuredContent</c>, and needs no text beside it.</summary>
    public const string WithoutText = "dev.dagstack/without_text";
    public const string Metadata = "dev.dagstack/metadata";
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";
}
