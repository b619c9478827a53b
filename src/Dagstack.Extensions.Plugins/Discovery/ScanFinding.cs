namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Something that a scan met and went past.</summary>
internal sealed record ScanFinding(ScanFindingKind Kind, string Path, string Message);
