namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>What a scan met besides manifests.</summary>
internal enum ScanFindingKind
{
    /// <summary>A folder that cannot be read.</summary>
    Unreadable,

    /// <summary>A link that leaves the root.</summary>
    LinkOutside,

    /// <summary>A link that leads nowhere, or in a circle.</summary>
    LinkBroken,

    /// <summary>A folder in which a plugin was built, and which has no manifest.</summary>
    NoManifest,

    /// <summary>A manifest where the scan does not go.</summary>
    OutOfTheWay,
}
