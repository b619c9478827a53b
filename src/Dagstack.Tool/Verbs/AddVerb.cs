using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Installing;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack add WHAT</c>: a plugin of a package, a file or an address comes into the folder of a host.</summary>
internal static class AddVerb
{
    private const string DefaultFolder = "plugins";

    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("WHAT") { Description = "A package, as Acme.Chunkers.Fixed or Acme.Chunkers.Fixed@1.2.0, a .nupkg or .zip file, or an address that begins with https://." };
        var to = new Option<string?>("--to") { Description = "The folder of the plugins. [default: plugins, beside --host if that is given]", HelpName = "DIR" };
        var host = Options.CheckedHost();
        var source = new SourceOptions();
        var json = Options.Json();
        var command = new Command("add", "Adds a plugin that was packed to the plugins of a host, when it is checked. No code of it runs.") { what, to, host };
        source.AddTo(command);
        command.Add(json);
        command.SetAction((result, cancellationToken) =>
        {
            var dll = result.GetValue(host);
            var root = new PluginRoot(result.GetValue(to) ?? (dll is null ? DefaultFolder : Path.Combine(Path.GetDirectoryName(dll) ?? string.Empty, DefaultFolder)));
            return RunAsync(source.Read(result, result.GetRequiredValue(what)), root, dll, source.Staging(result), result.GetValue(json), terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(SourceRequest request, PluginRoot root, string? host, string? place, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var there = root.Plugins();
        var target = await TargetHost.FindAsync(host, terminal, cancellationToken).ConfigureAwait(false);
        using var staging = Staging.Create(root.Path, place);
        var plugin = await StagedPlugin.FetchAsync(request, target, staging, terminal, cancellationToken).ConfigureAwait(false);
        var folder = root.PlaceFor(plugin.Manifest.Id);
        cancellationToken.ThrowIfCancellationRequested();
        staging.PutIn(folder);
        var record = plugin.Record;
        var report = new AddReport(record.Plugin, record.Version, Places.Shorten(folder), record.From, record.Source, record.Package, record.Sha256, MissingOf(plugin.Manifest, there));
        terminal.Show(report, ToolJson.Default.AddReport, isJson, page =>
        {
            page.Line($"{report.Path}: {report.Plugin}{(report.Version is { } version ? $" {version}" : string.Empty)}.", Tone.Good);
            page.Line($"sha-256: {report.Sha256}");
            foreach (var note in report.Notes)
            {
                page.Line(note, Tone.Warning);
            }
        });
        return ExitCodes.Fine;
    }

    private static IReadOnlyList<string> MissingOf(PluginManifest manifest, IReadOnlyList<InstalledPlugin> there) =>
        [.. manifest.DependsOn.Where(dependency => !there.Any(plugin => plugin.Id is { } id && dependency.ToString() is var name && (name == id.ToString() || name == id.Name))).Select(static dependency => $"It depends on {dependency}, which is not there: add that too.")];
}
