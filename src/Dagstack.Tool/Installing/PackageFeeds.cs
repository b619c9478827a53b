using Dagstack.Tool.Output;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Dagstack.Tool.Installing;

/// <summary>The feeds of packages that a machine or a folder has, with their credentials, as nuget.config says.</summary>
internal sealed class PackageFeeds
{
    private readonly PackageSource[] _sources;
    private readonly PackageSourceMapping? _mapping;

    /// <summary>Reads them.</summary>
    /// <param name="folder">Where nuget.config is looked for, there and above.</param>
    /// <param name="named">The name of a feed, its address, or a folder of packages; null for all of nuget.config.</param>
    /// <exception cref="WrongUseException">There is none, or nuget.config cannot be read.</exception>
    /// <exception cref="RefusedException">One is not https.</exception>
    public PackageFeeds(string folder, string? named)
    {
        try
        {
            var settings = NuGet.Configuration.Settings.LoadDefaultSettings(folder);
            var all = new PackageSourceProvider(settings).LoadPackageSources().Where(static source => source.IsEnabled).ToArray();
            _sources = named is null ? all : [Array.Find(all, source => source.Name.Equals(named, StringComparison.OrdinalIgnoreCase) || source.Source == named) ?? OfPlace(named)];
            _mapping = named is null ? PackageSourceMapping.GetPackageSourceMapping(settings) : null;
        }
        catch (NuGetConfigurationException fault)
        {
            throw new WrongUseException($"The feeds of packages are not known: {fault.Message} Correct nuget.config.");
        }

        if (_sources.Length == 0)
        {
            throw new WrongUseException("There is no feed of packages: nuget.config names none that is enabled. Name one by --source.");
        }
    }

    /// <summary>Finds a version of a package: the one that is named, else the newest release of all feeds.</summary>
    /// <exception cref="WrongUseException">There is none.</exception>
    /// <exception cref="IOException">A feed cannot be asked.</exception>
    public async Task<FoundPackage> FindAsync(string id, string? version, bool prerelease, CancellationToken cancellationToken)
    {
        var wanted = version is null ? null : NuGetVersion.Parse(version);
        var found = new List<(NuGetVersion Version, SourceRepository Repository)>();
        var sources = SourcesOf(id);
        using var cache = Cache();
        foreach (var source in sources)
        {
            Check(source);
            var repository = Repository.Factory.GetCoreV3(source);
            var versions = await AskAsync(source, async () =>
            {
                var resource = await ResourceOfAsync(repository, cancellationToken).ConfigureAwait(false);
                return await resource.GetAllVersionsAsync(id, cache, NullLogger.Instance, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
            found.AddRange(versions.Select(one => (one, repository)));
        }

        var fitting = found.Where(one => wanted is null ? prerelease || !one.Version.IsPrerelease : one.Version == wanted).ToArray();
        if (fitting.Length == 0)
        {
            var places = string.Join(", ", sources.Select(static source => source.Name));
            var known = string.Join(", ", found.Select(static one => one.Version).Distinct().Order().TakeLast(5));
            throw new WrongUseException(known.Length == 0
                ? $"There is no package '{id}' in {places}. Name it as its author does, or its feed by --source; a file is named with its folder or ending, as out/{id}.1.0.0.nupkg."
                : $"There is no package '{id}' {version ?? "that is a release"} in {places}, which {(sources.Length == 1 ? "has" : "have")} {known}. Name one of these by --version{(wanted is null ? ", or take what is before a release by --prerelease" : string.Empty)}.");
        }

        // Of several feeds that have it, the first.
        var newest = fitting.Max(static one => one.Version)!;
        return new(newest.ToNormalizedString(), fitting.First(one => one.Version == newest).Repository);
    }

    /// <summary>Fetches a package.</summary>
    /// <exception cref="IOException">It does not come whole.</exception>
    public static async Task FetchAsync(string id, FoundPackage package, Stream target, CancellationToken cancellationToken)
    {
        using var cache = Cache();
        var came = await AskAsync(package.Repository.PackageSource, async () =>
        {
            var resource = await ResourceOfAsync(package.Repository, cancellationToken).ConfigureAwait(false);
            return await resource.CopyNupkgToStreamAsync(id, NuGetVersion.Parse(package.Version), target, cache, NullLogger.Instance, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (!came)
        {
            throw new IOException($"The feed {package.Feed} lists {id} {package.Version}, and does not give it. Try again.");
        }
    }

    private PackageSource[] SourcesOf(string id)
    {
        if (_mapping is not { IsEnabled: true })
        {
            return _sources;
        }

        var names = _mapping.GetConfiguredPackageSources(id);
        var mapped = _sources.Where(source => names.Contains(source.Name, StringComparer.OrdinalIgnoreCase)).ToArray();
        return mapped.Length > 0 ? mapped : throw new WrongUseException($"No feed may have the package '{id}': packageSourceMapping of nuget.config has no pattern for it. Add one, or name a feed by --source.");
    }

    private static PackageSource OfPlace(string named) =>
        Directory.Exists(named) ? new(Path.GetFullPath(named))
        : Uri.TryCreate(named, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? new PackageSource(named)
        : throw new WrongUseException($"There is no feed '{named}': nuget.config has none of that name, and it is no folder and no address.");

    private static void Check(PackageSource source)
    {
        if (source.IsHttp && !source.IsHttps)
        {
            throw new RefusedException($"The feed '{source.Name}' is refused: its address {source.Source} is not https, so that anybody on the way could change what comes. Name another one by --source.");
        }
    }

    private static async Task<T> AskAsync<T>(PackageSource source, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is FatalProtocolException or PackageNotFoundProtocolException)
        {
            // A stream that takes no more says so itself.
            for (var inner = fault.InnerException; inner is not null; inner = inner.InnerException)
            {
                if (inner is RefusedException refused)
                {
                    throw refused;
                }
            }

            throw new IOException($"The feed {source.Name} cannot be asked: {fault.Message}{(fault.InnerException is { } cause ? $" {cause.Message}" : string.Empty)}", fault);
        }
    }

    private static async Task<FindPackageByIdResource> ResourceOfAsync(SourceRepository repository, CancellationToken cancellationToken) =>
        await repository.GetResourceAsync<FindPackageByIdResource>(cancellationToken).ConfigureAwait(false) ?? throw new IOException($"'{repository.PackageSource.Source}' is no feed of packages.");

    private static SourceCacheContext Cache() => new() { NoCache = true, DirectDownload = true };
}
