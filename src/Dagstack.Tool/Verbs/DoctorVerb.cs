using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Doctor;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack doctor</c>: everything around plugins that can be wrong, each with what to do.</summary>
internal static class DoctorVerb
{
    private const string DefaultFolder = "plugins";

    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("PATH") { Description = "The folder with the projects.", DefaultValueFactory = static _ => "." };
        var host = Options.Host();
        var contract = Options.Contract();
        var plugins = new Option<string[]>("--plugins") { Description = "A folder with plugins; may be given several times. [default: plugins, in PATH or beside the host]", HelpName = "DIR" };
        var load = new Option<bool>("--load") { Description = "Starts each plugin that runs in process and replaces it once, to see what does not unload: its code runs." };
        var json = Options.Json();
        var command = new Command("doctor", "Looks at the SDK, the packages, a host and its plugins, and says what is wrong and what to do.") { path, host, contract, plugins, load, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new(result.GetRequiredValue(path), result.GetValue(host), result.GetValue(contract) ?? [], result.GetValue(plugins) ?? [], result.GetValue(load)), result.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DoctorRequest request, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(request.Path))
        {
            throw new WrongUseException($"There is no folder '{request.Path}'. Name the folder that the projects are in.");
        }

        var (beside, complaint) = ContractsOf(request.Host);
        var contracts = request.Contracts.Concat(beside).ToArray();
        var folders = request.FoldersOrDefault();
        if (request.Load && (folders.Length == 0 || contracts.Length == 0))
        {
            throw new WrongUseException("--load needs plugins and the contracts of their kinds: name the folder by --plugins, and the assembly that has the contracts by --contract, or the host by --host.");
        }

        List<Finding> findings = [.. await SdkChecks.RunAsync(request.Path, cancellationToken).ConfigureAwait(false), .. PackageChecks.Run(request.Path)];
        var files = HostFiles.Of(request.Host, await ContractFiles.LoadAsync(contracts, terminal, cancellationToken).ConfigureAwait(false));
        if (request.Host is { } host)
        {
            findings.AddRange(complaint is null ? [] : [complaint]);
            findings.AddRange(await new HostChecks(host, files).RunAsync(cancellationToken).ConfigureAwait(false));
        }

        findings.AddRange(FolderChecks.Missing(folders));
        string[] there = [.. folders.Where(Directory.Exists)];
        if (there.Length > 0)
        {
            findings.AddRange(await PluginsAsync(there, files, contracts.Length > 0, request.Load, cancellationToken).ConfigureAwait(false));
        }

        var report = new DoctorReport(findings.TrueForAll(static finding => finding.Health != Health.Bad), there.Length > 0, request.Load, findings.ConvertAll(DoctorCheck.Of));
        terminal.Show(report, ToolJson.Default.DoctorReport, isJson, page => Write(report, findings, page));
        return report.Healthy ? ExitCodes.Fine : ExitCodes.Found;
    }

    /// <summary>Finds the contracts beside a host. That there is none is a finding, that there is no host is not.</summary>
    private static (IReadOnlyList<string> Contracts, Finding? Complaint) ContractsOf(string? host)
    {
        try
        {
            return (host is null ? [] : ContractFiles.Of(host), null);
        }
        catch (WrongUseException fault) when (File.Exists(host))
        {
            return ([], Finding.Bad("host", fault.Message, "A host references the contracts of its plugins' kinds, and its build puts them beside it."));
        }
    }

    private static async Task<IReadOnlyList<Finding>> PluginsAsync(string[] folders, HostFiles files, bool kindsAreKnown, bool load, CancellationToken cancellationToken)
    {
        var host = BareHost.Create(folders);
        await using (host.ConfigureAwait(false))
        {
            var findings = FolderChecks.Found(host, folders).ToList();
            var listed = new PluginList(host, kindsAreKnown).Describe(cancellationToken);
            findings.AddRange(listed.Select(ManifestOf));
            var plugins = PluginFiles.Of(host.GetRequiredService<IPluginRegistry>().Plugins);
            var assemblies = new AssemblyChecks(files);
            foreach (var plugin in plugins)
            {
                cancellationToken.ThrowIfCancellationRequested();
                findings.AddRange([.. assemblies.Run(plugin), .. NativeChecks.Run(plugin), .. ProgramChecks.Run(plugin)]);
            }

            if (load)
            {
                // What cannot start is said already.
                PluginId[] inProcess = [.. plugins.Where(plugin => plugin.Runtime == PluginRuntimes.InProcess && listed.Any(one => one.Code is null && one.Plugin == plugin.Id.ToString())).Select(static plugin => plugin.Id)];
                findings.AddRange(await UnloadChecks.RunAsync(folders, inProcess, cancellationToken).ConfigureAwait(false));
            }

            return findings;
        }
    }

    private static Finding ManifestOf(ListedPlugin plugin) => plugin.Code is null
        ? Finding.Good("manifests", $"{plugin.Plugin} is sound ({plugin.Path}).")
        : Finding.Bad("manifests", $"{plugin.Plugin ?? plugin.Path} is {plugin.State} ({plugin.Code}): {string.Join(' ', plugin.Reasons)}", plugin.Code == PluginErrorCodes.ManifestInvalid ? $"Correct the manifest; dagstack validate {plugin.Path} --fix corrects slips." : "Correct what the reason says.");

    private static void Write(DoctorReport report, List<Finding> findings, Page page)
    {
        foreach (var finding in findings)
        {
            page.Line($"{Words.Of(finding.Health),-8} {finding.Check}: {finding.Text}", finding.Health switch { Health.Good => Tone.Good, Health.Warning => Tone.Warning, _ => Tone.Bad });
            if (finding.Remedy is { } remedy)
            {
                page.Line($"         {remedy}");
            }
        }

        page.Line(string.Empty);
        page.Line($"{Count(Health.Good)} good, {Count(Health.Warning)} to look at, {Count(Health.Bad)} bad.", report.Healthy ? Tone.Good : Tone.Bad);
        if (!report.PluginsChecked || !report.Loaded)
        {
            page.Line(report.PluginsChecked ? "What does not unload was not looked at: --load starts the plugins." : "Plugins were not looked at: name their folder by --plugins, or the host by --host.", Tone.Faint);
        }

        int Count(Health health) => findings.Count(finding => finding.Health == health);
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record DoctorRequest(string Path, string? Host, string[] Contracts, string[] Plugins, bool Load)
    {
        public string[] FoldersOrDefault()
        {
            var usual = System.IO.Path.Combine(Host is null ? Path : System.IO.Path.GetDirectoryName(Host) ?? string.Empty, DefaultFolder);
            return Plugins.Length > 0 ? Plugins : Host is not null || Directory.Exists(usual) ? [usual] : [];
        }
    }
}
