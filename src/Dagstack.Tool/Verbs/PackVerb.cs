using System.CommandLine;
using System.Globalization;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Archives;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;
using Dagstack.Tool.Packing;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack pack PATH</c>: a plugin as one file, which other hosts take.</summary>
internal static class PackVerb
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("PATH") { Description = "The project of a plugin, which is published, or the folder of one, which is taken as it is." };
        var zip = new Option<bool>("--zip") { Description = "Makes a zip, and no package of NuGet." };
        var id = new Option<string?>("--id") { Description = "The name of the package, as Acme.Chunkers.Fixed. [default: kind.name of the plugin]", HelpName = "ID" };
        var output = new Option<string>("--output", "-o") { Description = "The folder that the file goes to.", HelpName = "DIR", DefaultValueFactory = static _ => "." };
        var configuration = new Option<string>("--configuration", "-c") { Description = "The configuration that a project is published in.", HelpName = "NAME", DefaultValueFactory = static _ => "Release" };
        var contract = Options.Contract();
        var limit = Options.Limit();
        var json = Options.Json();
        var command = new Command("pack", "Packs a plugin as one file: a package of NuGet, or a zip.") { path, zip, id, output, configuration, contract, limit, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new(result.GetRequiredValue(path), result.GetValue(zip), result.GetValue(id), result.GetRequiredValue(output), result.GetRequiredValue(configuration), result.GetValue(contract) ?? [], ArchiveLimits.Of(result.GetValue(limit) ?? []), result.GetValue(json)),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PackRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var published = Directory.CreateTempSubdirectory("dagstack-pack-").FullName;
        try
        {
            var source = await PackSource.FindAsync(request.Path, request.Configuration, published, terminal, cancellationToken).ConfigureAwait(false);
            var file = Array.Find([Path.Combine(source.Folder, PluginManifestLoader.TomlFileName), Path.Combine(source.Folder, PluginManifestLoader.JsonFileName)], File.Exists)
                ?? throw new WrongUseException($"There is no {PluginManifestLoader.TomlFileName} and no {PluginManifestLoader.JsonFileName} in {(source.Folder == source.Origin ? $"'{request.Path}'" : "what the project publishes")}. One plugin is packed at a time: name its folder, or its project.");
            if (ManifestSearch.Read(file).Manifest is not { } manifest)
            {
                var invalid = new ValidateReport(Valid: false, [CheckedManifest.Of(new(file, null))]);
                terminal.Show(invalid, ToolJson.Default.ValidateReport, request.Json, invalid.WriteProblems);
                return ExitCodes.Found;
            }

            var notes = new List<string>();
            var id = PluginToPack.IdOf(manifest.Id, request.Id);
            var files = PackedFiles.Of(source.Folder, id, request.Limits);
            var contracts = await new ContractPackages(notes).FindAsync(source, manifest, request.Contracts, cancellationToken).ConfigureAwait(false);
            var plugin = PluginToPack.Of(manifest, id, contracts, files);
            terminal.Progress($"Packing {manifest.Id} …");
            var archive = await PackedArchive.WriteAsync(plugin, request.IsZip, request.Output, request.Limits, notes, cancellationToken).ConfigureAwait(false);
            var report = new PackReport(manifest.Id.ToString(), plugin.Version.ToNormalizedString(), plugin.PackageId, Places.Shorten(archive.Path), archive.Size, archive.Sha256, [.. plugin.Files.Select(static packed => packed.Path)], contracts, files.LeftOut, notes);
            terminal.Show(report, ToolJson.Default.PackReport, request.Json, page => Write(report, page));
            return ExitCodes.Fine;
        }
        finally
        {
            Directory.Delete(published, recursive: true);
        }
    }

    private static void Write(PackReport report, Page page)
    {
        page.Line($"{report.Path}: {report.Plugin} {report.Version}, {report.Files.Count} files.", Tone.Good);
        page.Line($"sha-256: {report.Sha256}");
        foreach (var contract in report.Contracts.Where(static contract => contract.Package is not null))
        {
            page.Line(string.Create(CultureInfo.InvariantCulture, $"It depends on {contract.Package} {contract.Version} or later."));
        }

        if (report.LeftOut.Count > 0)
        {
            page.Line($"Left out: {string.Join(", ", report.LeftOut)}.");
        }

        foreach (var note in report.Notes)
        {
            page.Line(note, Tone.Warning);
        }
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record PackRequest(string Path, bool IsZip, string? Id, string Output, string Configuration, string[] Contracts, ArchiveLimits Limits, bool Json);
}
