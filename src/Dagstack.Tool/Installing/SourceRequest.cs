using Dagstack.Tool.Archives;

namespace Dagstack.Tool.Installing;

/// <summary>What is fetched, as the command line says it.</summary>
/// <param name="Name">A package, a file, or an address.</param>
/// <param name="Version">The version of a package; null for the newest.</param>
/// <param name="Feed">The feed of it; null for those of nuget.config.</param>
/// <param name="Prerelease">Whether a version before a release may be the newest.</param>
/// <param name="Sha256">What the file has to have; null for anything.</param>
/// <param name="Timeout">How long no byte may come.</param>
/// <param name="Limits">How large it may be.</param>
internal sealed record SourceRequest(string Name, string? Version, string? Feed, bool Prerelease, string? Sha256, TimeSpan Timeout, ArchiveLimits Limits);
