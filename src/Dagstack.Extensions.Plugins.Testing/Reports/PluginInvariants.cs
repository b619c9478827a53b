namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>The names of what the contract suite finds, as every dagstack binding has them.</summary>
/// <remarks>See §7 of the plugin contract.</remarks>
public static class PluginInvariants
{
    /// <summary>The manifest is not valid, or not true of the class.</summary>
    public const string ManifestInvalid = PluginErrorCodes.ManifestInvalid;

    /// <summary>The plugin reads or writes state that it was not given.</summary>
    public const string AmbientStateViolation = "AmbientStateViolation";

    /// <summary>An input or output does not come back equal from JSON.</summary>
    public const string SerializationError = "SerializationError";

    /// <summary>After teardown something that setup or a call made is still there.</summary>
    public const string LeakDetected = PluginErrorCodes.LeakDetected;

    /// <summary>The plugin makes a long-lived resource itself instead of taking it from the host.</summary>
    public const string ResourceViolation = "ResourceViolation";

    /// <summary>A hook blocks its thread, and the manifest does not say so.</summary>
    public const string ExecutionModelViolation = "ExecutionModelViolation";

    /// <summary>A second run with the same input gives another output, where the same was declared.</summary>
    public const string IdempotencyError = "IdempotencyError";

    /// <summary>The same input with the same frozen clock and seeded random generator gives another output.</summary>
    public const string DeterminismError = "DeterminismError";

    /// <summary>Progress is out of range or cannot be serialised, or work does not resume from its checkpoints.</summary>
    public const string SinkError = "SinkError";

    /// <summary>A fallback plugin refuses a valid input.</summary>
    public const string FallbackError = "FallbackError";

    /// <summary>Units of work are declared and nothing runs them, or the other way round, or they do not go on from their checkpoints.</summary>
    public const string UnitOfWorkError = "UnitOfWorkError";
}
