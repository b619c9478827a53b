using System.Xml;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Archives;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;
using NuGet.Packaging;

namespace Dagstack.Tool.Installing;

/// <summary>A plugin that is unpacked in a staging folder, and checked. Nothing of it is run.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Record">Where it came from.</param>
internal sealed record StagedPlugin(PluginManifest Manifest, PackageRecord Record)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Fetches, checks and unpacks a plugin, with the record of where it came from.</summary>
    /// <exception cref="RefusedException">It is not what it has to be.</exception>
    /// <exception cref="IOException">It cannot be fetched or written.</exception>
    public static async Task<StagedPlugin> FetchAsync(SourceRequest request, TargetHost host, Staging staging, Terminal terminal, CancellationToken cancellationToken)
    {
        using var fetched = await Fetching.FetchAsync(request, staging, terminal, cancellationToken).ConfigureAwait(false);
        var sha256 = await Fetching.HashAsync(fetched, request.Sha256, cancellationToken).ConfigureAwait(false);
        using var archive = PluginArchive.Open(fetched.Content, fetched.Name, request.Limits);
        var (package, version) = await PackageOfAsync(archive, fetched, cancellationToken).ConfigureAwait(false);
        await new Unpacking().WriteAsync(archive, staging.New, cancellationToken).ConfigureAwait(false);
        var manifest = Check(archive, staging.New, host);
        var record = new PackageRecord(manifest.Id.ToString(), manifest.Version, fetched.From, fetched.Source, package, version, sha256);
        MarkPrograms(archive, staging.New);
        record.Write(staging.New);
        return new(manifest, record);
    }

    private static PluginManifest Check(PluginArchive archive, string folder, TargetHost host)
    {
        if (archive.Files.Any(static file => file.Path == PackageRecordName.Value))
        {
            throw new RefusedException($"'{archive.Name}' is refused: it has a file {PackageRecordName.Value}, which says where a plugin came from, and is written when it is added.");
        }

        var file = Array.Find([PluginManifestLoader.TomlFileName, PluginManifestLoader.JsonFileName], name => File.Exists(Path.Combine(folder, name)))!;
        var read = host.Read(File.ReadAllText(Path.Combine(folder, file)), file == PluginManifestLoader.TomlFileName ? ManifestFormat.Toml : ManifestFormat.Json, $"{archive.Name}/{file}");
        if (read.Manifest is not { } manifest || !read.IsValid)
        {
            throw new RefusedException($"'{archive.Name}' is refused: a host{(host.Host is null ? $" of version {host.CoreVersion}" : $" such as '{host.Host}'")} would not take its manifest.{string.Concat(read.Problems.Where(static problem => problem.Severity == ManifestProblemSeverity.Error).Select(static problem => $"{Environment.NewLine}  {Places.Of(problem)}"))}");
        }

        if (manifest.EntryPoint is { Module: var module } && !archive.Files.Any(one => one.Path == module + ".dll" || one.Path == module + ".cs"))
        {
            throw new RefusedException($"'{archive.Name}' is refused: the manifest of {manifest.Id} names the module '{module}', and there is no {module}.dll. It was packed before it was built.");
        }

        CheckPublisher(manifest, archive.Name);
        host.CheckAssemblies(manifest, folder, archive.Name);
        return manifest;
    }

    private static void CheckPublisher(PluginManifest manifest, string archive)
    {
        if (TrustedPublishers.Parse(Environment.GetEnvironmentVariable(TrustedPublishers.Variable)) is not { } trusted || TrustedPublishers.Trusts(trusted, manifest.Maintainer, manifest.Authors))
        {
            return;
        }

        var publishers = manifest.Authors.Prepend(manifest.Maintainer).OfType<string>().Distinct().Select(static name => $"'{Excerpt.Of(name)}'").ToArray();
        throw new RefusedException($"'{archive}' is refused: {manifest.Id} {(publishers.Length == 0 ? "names nobody who publishes it" : $"is published by {string.Join(", ", publishers)}")}, and {TrustedPublishers.Variable} trusts {(trusted.Count == 0 ? "nobody" : string.Join(", ", trusted))}. If you trust them, add a name to it.");
    }

    /// <summary>A package has to be the one that was asked for, whatever the feed gives.</summary>
    private static async Task<(string? Package, string? Version)> PackageOfAsync(PluginArchive archive, FetchedArchive fetched, CancellationToken cancellationToken)
    {
        if (archive.Nuspec is not { } entry)
        {
            return fetched.Package is null ? (null, null) : throw new RefusedException($"'{fetched.Name}' is refused: what the feed gives is no package.");
        }

        try
        {
            var stream = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var identity = new NuspecReader(stream).GetIdentity();
                var (id, version) = (identity.Id, identity.Version.ToNormalizedString());
                return fetched.Package is null || (id.Equals(fetched.Package, StringComparison.OrdinalIgnoreCase) && version == fetched.PackageVersion)
                    ? (id, version)
                    : throw new RefusedException($"'{fetched.Name}' is refused: what the feed gives is {id} {version}.");
            }
        }
        catch (Exception fault) when (fault is XmlException or NuGet.Packaging.Core.PackagingException or InvalidDataException or ArgumentException)
        {
            throw new RefusedException($"'{fetched.Name}' is refused: its {entry.FullName} cannot be read: {fault.Message}");
        }
    }

    /// <summary>Packages do not say which files may be started: the note of the packing does, of files that are there.</summary>
    private static void MarkPrograms(PluginArchive archive, string folder)
    {
        var note = NoteOf(archive, folder);
        if (OperatingSystem.IsWindows() || archive.Nuspec is null || note is null)
        {
            return;
        }

        foreach (var path in archive.Files.Select(static file => file.Path).Intersect(note.Programs, StringComparer.Ordinal).Select(path => Path.Combine(folder, path)))
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Executable);
        }
    }

    private static PackedNote? NoteOf(PluginArchive archive, string folder)
    {
        try
        {
            return PackedNote.Read(folder);
        }
        catch (WrongUseException)
        {
            throw new RefusedException($"'{archive.Name}' is refused: its {PackedNote.FileName} is not what 'dagstack pack' writes. Pack the plugin again.");
        }
    }
}
