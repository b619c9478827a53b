namespace Dagstack.Extensions.Plugins;

/// <summary>Whether a problem makes a manifest invalid.</summary>
public enum ManifestProblemSeverity
{
    /// <summary>The manifest is invalid.</summary>
    Error = 0,

    /// <summary>The manifest is valid all the same.</summary>
    Warning = 1,
}
