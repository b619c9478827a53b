using NuGet.Protocol.Core.Types;

namespace Dagstack.Tool.Installing;

/// <summary>A version of a package, and the feed that has it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Repository">The feed.</param>
internal sealed record FoundPackage(string Version, SourceRepository Repository)
{
    /// <summary>Gets the name of the feed.</summary>
    public string Feed => Repository.PackageSource.Name;
}
