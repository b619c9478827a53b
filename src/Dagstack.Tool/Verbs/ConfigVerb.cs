using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Dagstack.Tool.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack config show</c>: the configuration of a host, with the place of each value, and what nobody reads of it.</summary>
internal static class ConfigVerb
{
    private const int MaxValue = 80;

    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("PATH") { Description = "The folder of an application, with app-config.yaml or appsettings.json.", DefaultValueFactory = static _ => "." };
        var config = new Option<string[]>("--config") { Description = "A file, in place of those of PATH; may be given several times, each over those before it.", HelpName = "FILE" };
        var environment = new Option<string?>("--environment") { Description = "The environment whose files count. [default: what DOTNET_ENVIRONMENT says, else ASPNETCORE_ENVIRONMENT; for app-config what DAGSTACK_ENV says]", HelpName = "NAME" };
        var prefix = new Option<string?>("--env-prefix") { Description = "Puts the environment's variables that begin with this over the files.", HelpName = "PREFIX" };
        var plugins = new Option<string[]>("--plugins") { Description = "A folder with plugins, whose sections are looked at; may be given several times. [default: plugins, in PATH or beside the host]", HelpName = "DIR" };
        var host = Options.Host();
        var contract = Options.Contract();
        var json = Options.Json();
        var show = new Command("show", "Shows the configuration that a host would have, with the file and line of each value. Secrets are masked.") { path, config, environment, prefix, plugins, host, contract, json };
        show.SetAction((result, cancellationToken) => RunAsync(
            new(
                result.GetRequiredValue(path),
                result.GetValue(config) ?? [],
                result.GetValue(environment),
                result.GetValue(prefix),
                FoldersOf(result.GetValue(plugins) ?? [], result.GetValue(host), result.GetRequiredValue(path)),
                [.. (result.GetValue(contract) ?? []).Concat(result.GetValue(host) is { } dll ? ContractFiles.Of(dll) : [])]),
            result.GetValue(json),
            terminal,
            cancellationToken));
        return new Command("config", "Looks at the configuration of a host.") { show };
    }

    private static string[] FoldersOf(string[] given, string? host, string path)
    {
        var usual = Path.Combine(host is null ? path : Path.GetDirectoryName(host) ?? string.Empty, "plugins");
        return given.Length > 0 ? given : host is not null || Directory.Exists(usual) ? [usual] : [];
    }

    private static async Task<int> RunAsync(ConfigRequest request, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var environment = SettingFiles.EnvironmentOf(request.Environment);
        var reader = new SettingReader(request.Environment);
        foreach (var source in request.Files.Length > 0 ? SettingFiles.Of(request.Files, environment) : SettingFiles.Of(request.Path, environment))
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Add(source);
        }

        if (request.Prefix is { } prefix)
        {
            reader.AddVariables(prefix);
        }

        var report = new ConfigReport(environment, reader.Sources, reader.Settings, reader.Problems, request.Folders.Length > 0, await UnreadOfAsync(request, reader.Settings, terminal, cancellationToken).ConfigureAwait(false), reader.HasDagstack && SettingFiles.DagstackEnvironmentOf(request.Environment) is var own && own != environment ? own : null);
        terminal.Show(report, ToolJson.Default.ConfigReport, isJson, page => Write(report, page));
        return report.Problems.Count == 0 ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static async Task<IReadOnlyList<SettingProblem>> UnreadOfAsync(ConfigRequest request, IReadOnlyList<Setting> settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (request.Folders.Length == 0)
        {
            return [];
        }

        await ContractFiles.LoadAsync(request.Contracts, terminal, cancellationToken).ConfigureAwait(false);
        var host = BareHost.Create(request.Folders);
        await using var disposal = host.ConfigureAwait(false);
        return new UnreadKeys(host.GetRequiredService<IPluginRegistry>().Plugins, host.GetPluginContracts().Keys).Find(settings);
    }

    private static void Write(ConfigReport report, Page page)
    {
        foreach (var problem in report.Problems)
        {
            page.Line(problem.ToLine("error"), Tone.Bad);
        }

        if (report.Settings.Count > 0)
        {
            page.Table(["key", "value", "from"], [.. report.Settings.Select(static setting => new Cell[] { setting.Key, new(Excerpt.Cut(setting.Value ?? "null", MaxValue), setting.Masked ? Tone.Faint : Tone.Plain), setting.Place })]);
            page.Line(string.Empty);
        }

        foreach (var unread in report.Unread)
        {
            page.Line(unread.ToLine("warning"), Tone.Warning);
        }

        page.Line($"Read, the lowest first: {(report.Sources.Count == 0 ? "nothing" : string.Join(", ", report.Sources))}. Environment: {report.EnvironmentText}.");
        if (!report.PluginsChecked)
        {
            page.Line("Sections of plugins were not looked at: name their folder by --plugins.", Tone.Faint);
        }
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record ConfigRequest(string Path, string[] Files, string? Environment, string? Prefix, string[] Folders, string[] Contracts);
}
