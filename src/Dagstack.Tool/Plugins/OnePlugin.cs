using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Plugins;

/// <summary>The plugin of a folder, in a host of its own.</summary>
internal sealed class OnePlugin : IAsyncDisposable
{
    private readonly ServiceProvider _host;

    private OnePlugin(ServiceProvider host, PluginId id, PluginContract contract) => (_host, Id, Contract) = (host, id, contract);

    public PluginId Id { get; }

    public PluginContract Contract { get; }

    /// <summary>Gets the contracts of all kinds that are known.</summary>
    public IEnumerable<PluginContract> Contracts => _host.GetPluginContracts().Values;

    /// <summary>Gets what callers of the plugin are given.</summary>
    public PluginProxy Proxy => (PluginProxy)_host.GetRequiredKeyedService(Contract.InterfaceType, Id.ToString());

    public IPluginRegistry Registry => _host.GetRequiredService<IPluginRegistry>();

    /// <summary>Finds the plugin that a folder has, or that its project there has built.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="contracts">What has contracts; none for what the build has noted, or else the project of the plugin references.</param>
    /// <param name="terminal">Where it is said that something takes a while; null for nowhere.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <exception cref="WrongUseException">There is none or more than one, or no contract of its kind.</exception>
    public static async Task<OnePlugin> FindAsync(string path, string[] contracts, Terminal? terminal = null, CancellationToken cancellationToken = default)
    {
        var note = BuildNote.Find(path);
        await LoadContractsAsync(path, note, contracts, terminal, cancellationToken).ConfigureAwait(false);
        var folder = note?.Folder ?? path;
        var host = BareHost.Create([folder]);
        try
        {
            var plugins = host.GetRequiredService<IPluginRegistry>().Plugins;
            var plugin = plugins is [{ Id: not null } single] ? single : throw new WrongUseException(plugins switch
            {
                [] => $"There is no plugin in '{folder}': it has no {PluginManifestLoader.TomlFileName} and no {PluginManifestLoader.JsonFileName}, nor has a folder below.",
                [{ } broken] => $"The plugin in '{folder}' has no identity: {broken.Reason}",
                _ => $"'{folder}' has {plugins.Count} plugins. Name the folder of one: {string.Join(", ", plugins.Select(static one => Path.GetDirectoryName(one.Path)))}.",
            });
            var id = plugin.Id!.Value;
            return host.GetPluginContracts().TryGetValue(id.Kind, out var contract)
                ? new(host, id, contract)
                : throw new WrongUseException(Unknown(id.Kind) + PackedFor(Path.GetDirectoryName(plugin.Path)));
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Loads the contracts that are named, or else those that a build has noted, or else those of the projects that the plugin's references, or that are near a program.</summary>
    /// <exception cref="WrongUseException">One is not there, is none, or cannot be built.</exception>
    public static async Task LoadContractsAsync(string path, BuildNote? note, string[] contracts, Terminal? terminal, CancellationToken cancellationToken)
    {
        if (contracts.Length == 0 && note is { IsPacked: false } && note.Contracts.FirstOrDefault(static file => !File.Exists(file)) is { } gone)
        {
            throw new WrongUseException($"The contract '{gone}', which the build of the plugin has noted, is not there any more. Build the plugin again, or name the contract by --contract.");
        }

        await ContractFiles.LoadAsync(contracts.Length > 0 ? contracts : note?.Contracts ?? [], terminal, cancellationToken).ConfigureAwait(false);
        if (contracts.Length == 0 && note is null && Directory.Exists(path))
        {
            await ContractFiles.LoadReferencedAsync(path, terminal, cancellationToken).ConfigureAwait(false);
            if (ContractProject.Of(path).Count == 0 && PluginManifestLoader.Load(path).Id is { } program && NearbyProjects.NearestContract(program.Kind, path) is { } nearest)
            {
                // A program has no project that would reference one.
                await ContractFiles.LoadAsync([nearest], terminal, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says that the contract of a kind is not known.</summary>
    public static string Unknown(string kind) =>
        $"The contract of the kind '{kind}' is not known. Name the assembly that has it by --contract, or its project or package: the one whose interface has [PluginKind(\"{kind}\")]. Of a plugin in .NET that is built here it is known, where its project is the folder or above, and of a program where the contract's project is in the same solution.";

    private static string PackedFor(string? folder) =>
        folder is not null && PackedNote.Read(folder)?.Contracts.FirstOrDefault(static contract => contract.Package is not null) is { } contract
            ? $" The plugin was packed for the package {contract.Package} {contract.Version} or later, which is not restored here: 'dotnet add package {contract.Package} --version {contract.Version}' in a project restores it."
            : string.Empty;

    /// <summary>Starts it.</summary>
    /// <exception cref="PluginRegistryException">It does not start.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var status = await Registry.SetupPluginAsync(Id, cancellationToken).ConfigureAwait(false);
        if (!status.IsServing)
        {
            throw new PluginUnavailableException(Id, status.State, status.Reason ?? status.ToString());
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
