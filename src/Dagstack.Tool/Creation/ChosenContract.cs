using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;

namespace Dagstack.Tool.Creation;

/// <summary>The contract that a new plugin is written for.</summary>
/// <param name="Contract">The contract; null for one that is made with the plugin.</param>
/// <param name="Project">The project that has it; null if it is in a package, or made.</param>
/// <param name="Package">The package that has it.</param>
/// <param name="Version">The version of that.</param>
internal sealed record ChosenContract(PluginContract? Contract, string? Project, string? Package, string? Version)
{
    /// <summary>Finds the contract of a kind: what was named, else the nearest project that has it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="named">A project, its folder, or a package; null if nothing was named.</param>
    /// <param name="terminal">Where it is said that something takes a while.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <exception cref="WrongUseException">What was named is not there, or has no contract of the kind.</exception>
    public static async Task<ChosenContract> FindAsync(string kind, string? named, Terminal terminal, CancellationToken cancellationToken)
    {
        if (named is null)
        {
            return kind == BuiltInKind.Tool || NearbyProjects.NearestContract(kind, Environment.CurrentDirectory) is not { } nearest
                ? new(kind == BuiltInKind.Tool ? PluginContracts.FindAll()[kind] : null, null, null, null)
                : new(await LoadAsync(kind, nearest, terminal, cancellationToken).ConfigureAwait(false), nearest, null, null);
        }

        if (File.Exists(named) && !ContractProject.IsOne(named))
        {
            throw new WrongUseException($"'{named}' is a file that a project cannot reference for good. For a new plugin, --contract names the project with the interface of its kind, the folder of that, or a package as Id@version.");
        }

        if (Directory.Exists(named) || File.Exists(named))
        {
            var project = Path.GetFullPath(Directory.Exists(named) ? ContractProject.OfFolder(named) : named);
            return new(await LoadAsync(kind, project, terminal, cancellationToken).ConfigureAwait(false), project, null, null);
        }

        var contract = await LoadAsync(kind, named, terminal, cancellationToken).ConfigureAwait(false);
        var (id, version) = RestoredPackage.Resolve(named);
        return new(contract, null, id, version.Text);
    }

    private static async Task<PluginContract> LoadAsync(string kind, string name, Terminal terminal, CancellationToken cancellationToken)
    {
        await ContractFiles.LoadAsync([name], terminal, cancellationToken).ConfigureAwait(false);
        var known = PluginContracts.FindAll();
        return known.TryGetValue(kind, out var contract)
            ? contract
            : throw new WrongUseException($"'{Places.Shorten(name)}' has no contract of the kind '{kind}'. It has {string.Join(", ", known.Keys.Where(static one => one != BuiltInKind.Tool).Order(StringComparer.Ordinal).Select(static one => $"'{one}'"))}. Name one of these, as '{known.Keys.First(static one => one != BuiltInKind.Tool)}:…', or the contract of '{kind}'.");
    }
}
