namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>The checks of the contract suite.</summary>
/// <remarks>See §7 of the plugin contract.</remarks>
public enum PluginCheck
{
    /// <summary>The manifest is valid, and true of the class.</summary>
    Manifest = 1,

    /// <summary>No ambient state: in the plugin's code, and by results that are equal in process, in a fresh process and on a fresh scheduler.</summary>
    AmbientState = 2,

    /// <summary>Every hook's input and output comes back equal from JSON.</summary>
    Serialization = 3,

    /// <summary>After teardown everything is back where it was.</summary>
    Lifecycle = 4,

    /// <summary>Long-lived resources are injected, not made.</summary>
    Resources = 5,

    /// <summary>No hook blocks its thread unless the manifest says so.</summary>
    ExecutionModel = 6,

    /// <summary>A second run with the same input gives the same output, where that is declared.</summary>
    Idempotency = 7,

    /// <summary>The same input, clock and seed give the same JSON, byte for byte.</summary>
    Determinism = 8,

    /// <summary>Progress is in range and serialisable, and work resumes from its checkpoints.</summary>
    Sinks = 9,

    /// <summary>A fallback plugin accepts every valid input.</summary>
    Fallback = 10,

    /// <summary>What the manifest says of units of work is so: something runs them, and those that are interrupted go on from their checkpoints and give the same.</summary>
    Units = 11,
}
