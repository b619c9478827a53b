namespace Dagstack.Extensions.Plugins;

/// <summary>How the start of a plugin ended.</summary>
public enum PluginStartOutcome
{
    /// <summary>It has not ended yet.</summary>
    UnderWay,

    /// <summary>The instance serves.</summary>
    Succeeded,

    /// <summary>It failed: <see cref="PluginStatus.Reason"/> or, of a reload, <see cref="PluginReload.Reason"/> says why.</summary>
    Failed,

    /// <summary>It was not begun, since a plugin that it needs does not serve.</summary>
    DependencyFailed,

    /// <summary>It was given up, since whoever asked for it did not want it any more.</summary>
    Cancelled,
}
