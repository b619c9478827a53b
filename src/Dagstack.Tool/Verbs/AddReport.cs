namespace Dagstack.Tool.Verbs;

/// <summary>What <c>add</c> has added.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Version">Its version.</param>
/// <param name="Path">Its folder.</param>
/// <param name="From">What it was: <c>feed</c>, <c>file</c> or <c>url</c>.</param>
/// <param name="Source">The feed that was named, the file, or the address.</param>
/// <param name="Package">The package.</param>
/// <param name="Sha256">The SHA-256 of what was fetched.</param>
/// <param name="Notes">What is to be known.</param>
internal sealed record AddReport(string Plugin, string? Version, string Path, string From, string? Source, string? Package, string Sha256, IReadOnlyList<string> Notes);

/// <summary>What <c>remove</c> has removed.</summary>
internal sealed record RemoveReport(string Plugin, string Path);

/// <summary>What <c>update</c> has done.</summary>
internal sealed record UpdateReport(IReadOnlyList<UpdatedPlugin> Plugins);

/// <summary>What became of one plugin.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Updated">Whether another version is in its place.</param>
/// <param name="OldVersion">The version that was there.</param>
/// <param name="Version">The version that is there.</param>
/// <param name="Sha256">The SHA-256 of what was fetched.</param>
internal sealed record UpdatedPlugin(string Plugin, string Path, bool Updated, string? OldVersion, string? Version, string Sha256)
{
    /// <summary>Gets why it could not be updated; null if it could.</summary>
    public string? Reason { get; init; }
}
