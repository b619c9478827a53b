using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Packing;

/// <summary>Finds the packages that have the contracts of a plugin: whoever takes it needs these, and takes them by name.</summary>
/// <param name="notes">Where it is said which contract is in no package.</param>
internal sealed class ContractPackages(List<string> notes)
{
    private const string Abstractions = "Dagstack.Extensions.Plugins.Abstractions";

    /// <summary>Finds them: what is named, else what the build or an earlier packing has noted, else the project near a program.</summary>
    /// <param name="source">What is packed.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="named">What the command line names.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<PackedContract>> FindAsync(PackSource source, PluginManifest manifest, string[] named, CancellationToken cancellationToken)
    {
        if (named.Length > 0)
        {
            return await AllAsync(named, name => OfNameAsync(name, cancellationToken)).ConfigureAwait(false);
        }

        var libraries = manifest.EntryPoint is { } entryPoint ? DependencyFile.Read(Path.Combine(source.Folder, entryPoint.Module + ".dll"))?.Libraries ?? [] : [];
        if (manifest.Id.Kind == BuiltInKind.Tool)
        {
            return [.. libraries.Where(static library => library.Name.Equals(Abstractions, StringComparison.OrdinalIgnoreCase)).Select(static library => new PackedContract(Abstractions, library.Name, library.Version)).Take(1)];
        }

        if (source.Note is { Contracts.Count: > 0 } note)
        {
            return await AllAsync(note.Contracts, file => OfBuildAsync(file, libraries, cancellationToken)).ConfigureAwait(false);
        }

        if (PackedNote.Read(source.Folder) is { } packed)
        {
            return packed.Contracts;
        }

        if (NearbyProjects.NearestContract(manifest.Id.Kind, source.Origin) is { } nearest)
        {
            return [await OfProjectAsync(null, nearest, cancellationToken).ConfigureAwait(false)];
        }

        notes.Add($"The contract of the kind '{manifest.Id.Kind}' is not known here, so that the package depends on none. Name it by --contract, as Chunking.Contracts@1.0.0.");
        return [];
    }

    private static async Task<IReadOnlyList<PackedContract>> AllAsync(IEnumerable<string> names, Func<string, Task<PackedContract>> find)
    {
        var found = new List<PackedContract>();
        foreach (var name in names)
        {
            found.Add(await find(name).ConfigureAwait(false));
        }

        return [.. found.Distinct()];
    }

    private async Task<PackedContract> OfNameAsync(string name, CancellationToken cancellationToken)
    {
        if (File.Exists(name) && !ContractProject.IsOne(name))
        {
            return OfNoPackage(Path.GetFileNameWithoutExtension(name), $"'{name}' is a file");
        }

        if (Path.Exists(name))
        {
            return await OfProjectAsync(null, File.Exists(name) ? name : ContractProject.OfFolder(name), cancellationToken).ConfigureAwait(false);
        }

        // A version need not be restored to be depended on.
        if (name.Split('@') is [var id, var version] && RestoredPackage.IsName(name) && PackageVersion.TryParse(version) is not null)
        {
            return new(null, id, version);
        }

        var resolved = RestoredPackage.Resolve(name);
        return new(null, resolved.Id, resolved.Version.Text);
    }

    private async Task<PackedContract> OfBuildAsync(string file, IReadOnlyList<Library> libraries, CancellationToken cancellationToken)
    {
        var assembly = Path.GetFileNameWithoutExtension(file);
        return libraries.FirstOrDefault(library => library.Has(assembly)) is { IsPackage: true } library
            ? new(assembly, library.Name, library.Version)
            : ProjectOf(file) is { } project
                ? await OfProjectAsync(assembly, project, cancellationToken).ConfigureAwait(false)
                : OfNoPackage(assembly, $"no project is found above '{file}'");
    }

    private static string? ProjectOf(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder) && ContractProject.Of(folder) is [var project, ..])
            {
                return project;
            }
        }

        return null;
    }

    private async Task<PackedContract> OfProjectAsync(string? assembly, string project, CancellationToken cancellationToken)
    {
        var answer = await DotnetCommand.RunAsync(["msbuild", Path.GetFullPath(project), "-nologo", "-getProperty:IsPackable", "-getProperty:PackageId", "-getProperty:PackageVersion", "-getProperty:AssemblyName"], cancellationToken).ConfigureAwait(false);
        if (answer.ExitCode != 0)
        {
            throw new WrongUseException($"The project of the contract, '{Places.Shorten(project)}', cannot be read: 'dotnet msbuild' ended with {answer.ExitCode}. Correct what it says.{Environment.NewLine}{answer.Errors}");
        }

        using var json = JsonDocument.Parse(answer.Output);
        var properties = json.RootElement.GetProperty("Properties");
        var name = assembly ?? properties.GetProperty("AssemblyName").GetString()!;
        return string.Equals(properties.GetProperty("IsPackable").GetString(), "false", StringComparison.OrdinalIgnoreCase)
            ? OfNoPackage(name, $"its project '{Places.Shorten(project)}' has IsPackable false")
            : new(name, properties.GetProperty("PackageId").GetString(), properties.GetProperty("PackageVersion").GetString());
    }

    private PackedContract OfNoPackage(string assembly, string reason)
    {
        notes.Add($"The package does not depend on the contract {assembly}, which is in no package: {reason}. Hosts have to have it already; or name its package by --contract, as {assembly}@1.0.0.");
        return new(assembly, null, null);
    }
}
