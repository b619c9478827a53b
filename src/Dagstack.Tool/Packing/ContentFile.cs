using System.Runtime.Versioning;
using NuGet.Frameworks;
using NuGet.Packaging;

namespace Dagstack.Tool.Packing;

/// <summary>A file as the writer of packages wants it: for every framework, and of no time.</summary>
/// <param name="path">Where it is in the package.</param>
/// <param name="open">Opens it.</param>
internal sealed class ContentFile(string path, Func<Stream> open) : IPackageFile
{
    public string Path => path;

    public string EffectivePath => path;

    public FrameworkName? TargetFramework => null;

    public NuGetFramework NuGetFramework => NuGetFramework.AnyFramework;

    public DateTimeOffset LastWriteTime => new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Stream GetStream() => open();
}
