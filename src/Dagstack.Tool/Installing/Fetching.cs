using System.Security.Cryptography;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;
using NuGet.Packaging;

namespace Dagstack.Tool.Installing;

/// <summary>Fetches what a command line names: a package of a feed, a file, or an address.</summary>
internal static class Fetching
{
    private const string FileName = "fetched";

    /// <summary>Fetches it into a staging folder. A file that lies here is read where it is.</summary>
    /// <exception cref="WrongUseException">It means nothing that is there.</exception>
    /// <exception cref="RefusedException">It is too large, or comes by a way that is not safe.</exception>
    /// <exception cref="IOException">It cannot be fetched.</exception>
    public static async Task<FetchedArchive> FetchAsync(SourceRequest request, Staging staging, Terminal terminal, CancellationToken cancellationToken)
    {
        var target = Path.Combine(staging.Path, FileName);
        return Uri.TryCreate(request.Name, UriKind.Absolute, out var address) && request.Name.Contains("://", StringComparison.Ordinal)
            ? await OfAddressAsync(request, address, target, terminal, cancellationToken).ConfigureAwait(false)
            : File.Exists(request.Name) ? OfFile(request)
            : await OfFeedAsync(request, target, terminal, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Computes the SHA-256 of what was fetched, and compares it with what it has to be.</summary>
    /// <exception cref="RefusedException">It is another one.</exception>
    public static async Task<string> HashAsync(FetchedArchive archive, string? expected, CancellationToken cancellationToken)
    {
        archive.Content.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(archive.Content, cancellationToken).ConfigureAwait(false));
        return expected is null || hash.Equals(expected, StringComparison.OrdinalIgnoreCase)
            ? hash
            : throw new RefusedException($"'{archive.Name}' is refused: its SHA-256 is {hash}, and --sha256 says {expected.ToLowerInvariant()}. It is another file than you mean, or was changed on its way.");
    }

    private static async Task<FetchedArchive> OfAddressAsync(SourceRequest request, Uri address, string target, Terminal terminal, CancellationToken cancellationToken)
    {
        RefuseFeedOptions(request, "an address");
        if (address.Scheme != Uri.UriSchemeHttps)
        {
            throw new RefusedException($"'{request.Name}' is refused: plugins are fetched by https only, since anybody on the way could change them otherwise. Fetch it in a way that you trust, and name the file with its --sha256.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new RefusedException("An address with a user or a password in it is refused: it would be kept in places that others read. Put the package into a feed whose credentials nuget.config has, or fetch the file yourself.");
        }

        terminal.Progress($"Fetching {address} …");
        using var handler = Download.CreateHandler();
        var file = Create(target);
        try
        {
            await using var bounded = new BoundedStream(file, request.Name, request.Limits.Packed);
            await new Download(handler, request.Timeout).FetchAsync(address, bounded, request.Limits.Packed, cancellationToken).ConfigureAwait(false);

            // What follows the path may be a signature that lets others in.
            return new(file, request.Name, PackageRecord.Url, address.GetLeftPart(UriPartial.Path));
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static FetchedArchive OfFile(SourceRequest request)
    {
        RefuseFeedOptions(request, "a file");
        return new(new(request.Name, FileMode.Open, FileAccess.Read, FileShare.Read), request.Name, PackageRecord.File, Path.GetFileName(request.Name));
    }

    private static async Task<FetchedArchive> OfFeedAsync(SourceRequest request, string target, Terminal terminal, CancellationToken cancellationToken)
    {
        var (id, version) = request.Name.Split('@', 2) is [var left, var right] ? (left, right) : (request.Name, request.Version);
        if (Directory.Exists(request.Name))
        {
            throw new WrongUseException($"'{request.Name}' is a folder. A plugin of this machine is added by 'dagstack pack {request.Name}' first, or by copying it.");
        }

        if (id.AsSpan().ContainsAny('/', '\\') || Path.GetExtension(id).ToUpperInvariant() is ".ZIP" or ".NUPKG" || !PackageIdValidator.IsValidPackageId(id))
        {
            throw new WrongUseException($"There is no file '{request.Name}'. A plugin is added by the name of a package, as Acme.Chunkers.Fixed, by a .nupkg or .zip file, or by an address that begins with https://.");
        }

        if (version is not null && PackageVersion.TryParse(version) is null)
        {
            throw new WrongUseException($"'{version}' is no version. Write one as 1.2.0.");
        }

        var feeds = new PackageFeeds(Environment.CurrentDirectory, request.Feed);
        terminal.Progress($"Looking for {id} …");
        var found = await feeds.FindAsync(id, version, request.Prerelease, cancellationToken).ConfigureAwait(false);
        terminal.Progress($"Fetching {id} {found.Version} from {found.Feed} …");
        var file = Create(target);
        try
        {
            await using var bounded = new BoundedStream(file, $"{id} {found.Version}", request.Limits.Packed);
            await PackageFeeds.FetchAsync(id, found, bounded, cancellationToken).ConfigureAwait(false);
            return new(file, $"{id} {found.Version}", PackageRecord.Feed, request.Feed) { Package = id, PackageVersion = found.Version };
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void RefuseFeedOptions(SourceRequest request, string what)
    {
        if ((request.Version ?? request.Feed) is not null || request.Prerelease)
        {
            throw new WrongUseException($"'{request.Name}' is {what}: --version, --source and --prerelease are said of packages that are looked for in feeds.");
        }
    }

    private static FileStream Create(string target) => new(target, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
}
